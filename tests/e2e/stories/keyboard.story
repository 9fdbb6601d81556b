# No finger and no pointer: keys alone.

story "Keyboard only"
  # Unlock, observe, save, correct, lock.
  open
  tab to "Zola Okonkwo"
  key "Return"
  tab to "Passphrase"
  write the passphrase
  key "Return"
  be on "class"
  tab to "Will S."
  key "Return"
  tab to "Sustained" in "Exploration"
  key "space"
  see "Sustained" chosen in "Exploration"
  tab to "What the pupil learned or did"
  write "Found the bell."
  tab to "Save"
  key "Return"
  saved "observation"
  be on "class"
  tab to "Will S."
  key "Return"
  tab to "Path so far"
  key "Return"
  tab to "Change"
  key "Return"
  tab back to "Fleeting" in "Exploration"
  key "Return"
  tab to "Save the change"
  key "Return"
  saved "observation"
  be on "pupil"
  tab to "Lock"
  key "Return"
  be on "unlock"
  stored 1 "observation"
  stored "observation" of "Will S." {"engagement": {"exploration": "fleeting"}, "outcome": "Found the bell."}

story "By the arrows, on a tablet held upright"
  open at "800x1280"
  arrows to "Zola Okonkwo"
  key "Return"
  write the passphrase
  key "Return"
  be on "class"
  arrows to "Nia E."
  key "Return"
  arrows to "Established" in "Persistence"
  key "Return"
  arrows to "Save"
  key "Return"
  saved "observation"
  stored 1 "observation"
  stored "observation" of "Nia E." {"engagement": {"persistence": "established"}}

story "Escape loses nothing"
  # Out of a field, out of a sheet; the draft stays.
  unlock
  tap "Will S."
  tap "Sustained" in "Anticipation"
  tap "Learning objective"
  write "To wait for the beat"
  key "Escape"
  key "Escape"
  key "Escape"
  see "To wait for the beat"
  be on "observe"
  tap "Place"
  key "Escape"
  tap "Phrases"
  key "Escape"
  see "Sustained" chosen in "Anticipation"
  tab to "Save"
  key "Return"
  saved "observation"
  stored 1 "observation"
  stored "observation" of "Will S." {"engagement": {"anticipation": "sustained"}, "objective": "To wait for the beat"}

story "A hardware keyboard with a Polish layout"
  the keyboard is "pl"
  unlock
  tap "Zofia J."
  tap "What was done"
  write "Z" and the keys "ISO_Level3_Shift+o" then "ISO_Level3_Shift+l" then "w"
  see "Zółw"
  tap "Save"
  saved "observation"
  stored "observation" of "Zofia J." {"activity": "Zółw"}

story "Cut and pasted"
  unlock
  tap "Will S."
  tap "What was done"
  write "Water tray"
  key "ctrl+a"
  key "ctrl+x"
  tap "Learning objective"
  key "ctrl+v"
  write " first"
  see "Water tray first"
  tap "Save"
  saved "observation"
  stored "observation" of "Will S." {"objective": "Water tray first", "activity": null}

story "A mouse with a wheel"
  unlock
  tap "Groups"
  tap "Everyone"
  tap "By name"
  turn the wheel 30 down
  tap "Zofia J."
  tap "Not seen" in "Exploration"
  tap "Save"
  saved "observation"
  stored "observation" of "Zofia J." {"engagement": {"exploration": "not-seen"}}

story "A whole observation, by keys alone"
  # Each area, a place, a prompt and the three parts of the note. With Tab through every choice it took
  # 66 keys; they are counted.
  unlock
  tab to "Will S."
  key "Return"
  be on "observe"
  tab to "Sustained" in "Exploration"
  key "Return"
  tab to "Fleeting" in "Realisation"
  key "Return"
  tab to "Established" in "Anticipation"
  key "Return"
  tab to "Not seen" in "Persistence"
  key "Return"
  tab to "Sustained" in "Initiation"
  key "Return"
  tab to "Classroom"
  key "Return"
  tab to "Independent"
  key "Return"
  tab to "Learning objective"
  write "To wait for the beat"
  tab to "What was done"
  write "Drum game"
  tab to "What the pupil learned or did"
  write "Waited twice."
  tab to "Save"
  key "Return"
  saved "observation"
  keys since unlock 39
  stored 1 "observation"
  stored "observation" of "Will S." {"engagement": {"exploration": "sustained", "realisation": "fleeting", "anticipation": "established", "persistence": "not-seen", "initiation": "sustained"}}
  stored "observation" of "Will S." {"place": "Classroom", "prompt": "independent", "objective": "To wait for the beat", "activity": "Drum game", "outcome": "Waited twice."}

story "A tablet joins its school, by keys alone"
  the hub is there
  take tablet "new"
  open
  start the daemon
  tab to "Code"
  write the code
  tab to "Choose a passphrase"
  write the passphrase
  tab to "Join the school"
  key "Return"
  see "Which name is yours?"
  tab to "Lucy Carter"
  key "Return"
  be on "class"
  see "Lucy Carter"

story "A sitting of two, by keys alone"
  unlock
  tab to "Choose several"
  key "Return"
  tab to "Will S."
  key "Return"
  tab to "Nia E."
  key "Return"
  tab to "Watch in intervals"
  key "Return"
  tab to "Any of the time"
  key "Return"
  tab to "10 s"
  key "Return"
  tab to "Start"
  key "Return"
  10 seconds pass
  tab to "Not engaged" in "Nia E."
  key "Return"
  tab to "Stop here"
  key "Return"
  tab to "Save"
  key "Return"
  saved "interval_observation"
  stored 1 "interval_observation"
  stored "interval_observation" of "Nia E." {"method": "partial", "interval_s": 10, "samples": "0-----------------------------"}

story "The tablet as its people like it, by keys alone"
  unlock
  tab to "Sync and tablet"
  key "Return"
  tab to "125 %"
  key "Return"
  see "125 %" chosen
  tab to "High contrast"
  key "Return"
  tab to "Add a colleague"
  key "Return"
  tab to "Martha Webb"
  key "Return"
  write the passphrase
  tab to "Add to this tablet"
  key "Return"
  see "They can unlock this tablet now"
  tab to "Lock"
  key "Return"
  be on "unlock"
  everything fits
  unlock as "Martha Webb"
  be on "class"

story "How do you feel today, by keys alone"
  unlock
  tab to "Ama M."
  key "Return"
  tab to "Path so far"
  key "Return"
  tab to "Hand over to Ama"
  key "Return"
  tab to "How I feel today"
  key "Return"
  be on "room"
  tab to "Dog"
  key "Return"
  tab to "Next"
  key "Return"
  see "How do you feel today?"
  tab to "Okay"
  key "Return"
  tab to "Next"
  key "Return"
  tab to "Yes"
  key "Return"
  saved "self_assessment"
  tab to "Staff"
  key "Return"
  tab to "Passphrase"
  write the passphrase
  key "Return"
  be on "pupil"
  stored "self_assessment" of "Ama M." {"answers": {"feel": {"choice": "okay"}}}

story "What two people wrote, settled by keys, then by one switch"
  the hub is there
  unlock
  tap "Will S."
  tap "What was done"
  write "Drum"
  tap "What the pupil learned or did"
  write "Clapped"
  tap "Save"
  saved "observation"
  quit
  sync
  take tablet "two"
  sync
  unlock
  tap "Will S."
  tap "Path so far"
  tap "Change"
  tap "What the pupil learned or did"
  key "ctrl+a"
  write "Clapped twice"
  tap "What was done"
  key "ctrl+a"
  write "Big drum"
  tap "Save the change"
  saved "observation"
  quit
  sync
  take tablet "one"
  unlock
  tap "Will S."
  tap "Path so far"
  tap "Change"
  tap "What the pupil learned or did"
  key "ctrl+a"
  write "Clapped and laughed"
  tap "What was done"
  key "ctrl+a"
  write "Two drums"
  tap "Save the change"
  saved "observation"
  quit
  sync
  unlock
  tab to "Needs a look"
  key "Return"
  tab to "Will: two people wrote different things"
  key "Return"
  tab to "Keep mine" in "activity"
  key "Return"
  saved "observation"
  tab to "Back"
  key "Return"
  tap "Back"
  tap "Sync and tablet"
  tap "Moves by itself"
  time stands still
  scan to "Back"
  scan to "Needs a look"
  scan to "Will: two people wrote different things"
  scan to "Keep theirs"
  saved "observation"
  see "Nothing needs a look. All is well."
  stored "observation" of "Will S." {"conflicts": [], "activity": "Two drums", "outcome": "Clapped twice"}
