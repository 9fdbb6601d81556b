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
