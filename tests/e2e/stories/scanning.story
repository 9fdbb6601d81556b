# Switches. Time stands still but for what passes in the story, so the light is where it is said to be.

story "One switch, a whole observation"
  unlock
  tap "Sync and tablet"
  tap "Moves by itself"
  time stands still
  scan to "Back"
  be on "class"
  scan to "Will S."
  scan to "Sustained" in "Exploration"
  scan to "Fleeting" in "Initiation"
  scan to "Save"
  saved "observation"
  be on "class"
  stored 1 "observation"
  stored "observation" of "Will S." {"engagement": {"exploration": "sustained", "initiation": "fleeting"}}

story "One switch, from the locked tablet on"
  # The passphrase too is written by the light.
  unlock
  tap "Sync and tablet"
  tap "Moves by itself"
  time stands still
  scan to "Back"
  scan to "Lock"
  be on "unlock"
  scan to "Zola Okonkwo"
  scan the passphrase
  scan to "Done"
  be on "class"
  scan to "Ama M."
  scan to "What the pupil learned or did"
  scan to "O"
  scan to "h"
  scan to "Done"
  scan to "Save"
  saved "observation"
  stored "observation" of "Ama M." {"outcome": "Oh"}

story "One switch, a self-assessment"
  # Isaac's profile says that he answers by one switch: it holds in the room, and only there.
  unlock
  tap "Groups"
  tap "Rowan"
  tap "Isaac F."
  tap "Path so far"
  tap "Hand over to Isaac"
  tap "How I feel today"
  see "Which one is the dog?"
  time stands still
  scan to "Dog"
  scan to "Next"
  see "How do you feel today?"
  scan to "Okay"
  scan to "Next"
  scan to "Yes"
  saved "self_assessment"
  scan to "Staff"
  see "Back to staff"
  write the passphrase
  key "Return"
  be on "pupil"
  see "Answered by one switch"
  stored 1 "self_assessment"
  stored "self_assessment" of "Isaac F." {"answers": {"feel": {"choice": "okay", "ways": ["switch-auto"]}}, "ways": ["switch-auto"]}

story "One switch takes the door for a picture"
  # The light does not lead back from there, so the door closes by itself.
  unlock
  tap "Groups"
  tap "Rowan"
  tap "Isaac F."
  tap "Path so far"
  tap "Hand over to Isaac"
  tap "How I feel today"
  time stands still
  scan to "Dog"
  scan to "Staff"
  see "Back to staff"
  key "space"
  20000 ms pass
  key "space"
  20000 ms pass
  see "Dog" chosen
  scan to "Next"
  see "How do you feel today?"

story "A finger helps the switch"
  # Isaac answers by one switch; who touches in between is told of, and nothing is altered.
  unlock
  tap "Groups"
  tap "Rowan"
  tap "Isaac F."
  tap "Path so far"
  tap "Hand over to Isaac"
  tap "No practice"
  tap "How I feel today"
  time stands still
  scan to "Unhappy"
  1000 ms pass
  tap "Happy"
  1000 ms pass
  tap "Next"
  1000 ms pass
  tap "Yes"
  saved "self_assessment"
  1000 ms pass
  tap "Staff"
  write the passphrase
  key "Return"
  be on "pupil"
  see "Answered by mouse · one switch"
  stored "self_assessment" of "Isaac F." {"answers": {"feel": {"choice": "happy", "changes": 1, "ways": ["mouse", "switch-auto"]}}}

story "One switch, a sorting board"
  unlock
  tap "Groups"
  tap "Rowan"
  tap "Isaac F."
  tap "Path so far"
  tap "Hand over to Isaac"
  tap "No practice"
  tap "What I like at school"
  see "Do you like it?"
  time stands still
  scan to "I like it"
  scan to "Not sure"
  scan to "I don't like it"
  scan to "I like it"
  scan to "I like it"
  scan to "I like it"
  scan to "I like it"
  scan to "Not sure"
  scan to "Next"
  scan to "Yes"
  saved "self_assessment"
  stored "self_assessment" of "Isaac F." {"answers": {"board": {"board": {"circle-time": "like", "painting": "not-sure", "music": "dislike", "story": "like", "lunch": "not-sure"}}}}

story "Two switches"
  # Space moves the light, Enter takes.
  unlock
  tap "Sync and tablet"
  tap "Two switches"
  time stands still
  two switches to "Back"
  two switches to "Nia E."
  two switches to "Established" in "Anticipation"
  two switches to "Save"
  saved "observation"
  stored 1 "observation"
  stored "observation" of "Nia E." {"engagement": {"anticipation": "established"}}

story "One switch, then rest"
  unlock
  tap "Sync and tablet"
  tap "One switch, then rest"
  time stands still
  rest on "Back"
  rest on "Nia E."
  rest on "Not seen" in "Realisation"
  rest on "Save"
  saved "observation"
  stored 1 "observation"
  stored "observation" of "Nia E." {"engagement": {"realisation": "not-seen"}}

story "One by one, on a tablet held upright"
  open at "800x1280"
  unlock
  tap "Sync and tablet"
  tap "Moves by itself"
  tap "One by one"
  time stands still
  scan to "Back"
  scan to "Will S."
  scan to "Sustained" in "Exploration"
  scan to "Save"
  saved "observation"
  stored 1 "observation"
  stored "observation" of "Will S." {"engagement": {"exploration": "sustained"}}

story "The whole screen is the switch"
  unlock
  tap "Sync and tablet"
  tap "Moves by itself"
  tap "Is the switch, anywhere"
  time stands still
  touch anywhere for "Back"
  touch anywhere for "Ama M."
  touch anywhere for "Fleeting" in "Persistence"
  touch anywhere for "Save"
  saved "observation"
  touch anywhere for "Sync and tablet"
  touch anywhere for "Off"
  stored 1 "observation"
  stored "observation" of "Ama M." {"engagement": {"persistence": "fleeting"}}

story "One switch, from a tablet that is new to the first class"
  # Nobody has set anything: the switch opens the way to the switches, and turns them on.
  the hub is there
  a picture of the screen is taken
  a picture of the code is taken
  take tablet "new"
  open
  time stands still
  key "space"
  see "Scanning with switches"
  500 ms pass
  key "space"
  scan to "Close"
  scan to "Read it from a picture"
  see "Read from IMG_2.png."
  scan to "Choose a passphrase"
  scan the passphrase
  scan to "Done"
  start the daemon
  see "Which name is yours?" as time passes
  scan to "Lucy Carter"
  be on "class"

story "One switch, a sitting"
  unlock
  tap "Sync and tablet"
  tap "Moves by itself"
  time stands still
  scan to "Back"
  scan to "Will S."
  scan to "Path so far"
  scan to "Watch in intervals"
  scan to "30 s"
  scan to "10 min"
  scan to "Start"
  30 seconds pass
  scan to "Engaged"
  scan to "Stop here"
  scan to "Save"
  saved "interval_observation"
  stored 1 "interval_observation"
  stored "interval_observation" of "Will S." {"interval_s": 30, "length_s": 600}
