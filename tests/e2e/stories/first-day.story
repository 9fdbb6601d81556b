# The way into a school: a tablet joins it, a colleague is added, a person begins.

story "A new teaching assistant's first day"
  # Zola adds Martha to the tablet. Martha finds her class, reads a path, writes the smallest observation,
  # takes a note back, and writes a fuller one. What she taps is counted.
  unlock
  tap "Sync and tablet"
  tap "Add a colleague"
  tap "Martha Webb"
  write the passphrase
  tap "Add to this tablet"
  see "They can unlock this tablet now"
  tap "Back"
  tap "Lock"
  unlock as "Martha Webb"
  tap "Ama M."
  tap "Path so far"
  see "The path so far"
  tap "New observation"
  tap "Sustained" in "Exploration"
  tap "Save"
  saved "observation"
  be on "class"
  tap "Will S."
  tap "Phrases"
  tap "Reached out"
  tap "Close"
  tap "Save"
  saved "observation"
  tap "Undo"
  saved "observation"
  tap "Established" in "Persistence"
  tap "Classroom"
  tap "Save"
  saved "observation"
  tap "Lock"
  be on "unlock"
  taps since unlock 15
  stored 3 "observation"
  stored "observation" of "Ama M." {"engagement": {"exploration": "sustained"}, "void": null}
  stored "observation" of "Will S." {"outcome": "Reached out", "engagement": null, "void": "Undone"}
  stored "observation" of "Will S." {"outcome": "Reached out", "engagement": {"persistence": "established"}, "place": "Classroom", "void": null}

story "A tablet joins its school"
  the hub is there
  take tablet "new"
  open
  be on "start"
  start the daemon
  tap "Code"
  write the code
  tap "Choose a passphrase"
  write the passphrase
  tap "Join the school"
  see "Which name is yours?"
  tap "Lucy Carter"
  be on "class"
  see "Lucy Carter"
  tap "Ben C."
  tap "Fleeting" in "Anticipation"
  tap "Save"
  saved "observation"
  the hub comes to have "observation" of "Ben C." {"engagement": {"anticipation": "fleeting"}}

story "A code typed wrong, on a tablet held upright"
  the hub is there
  take tablet "new"
  open at "800x1280"
  be on "start"
  tap "Code"
  write "cairn:https://not a code"
  tap "Choose a passphrase"
  write the passphrase
  key "Return"
  be on "start"
  everything fits
  see no "Which name is yours?"
  start the daemon
  tap "Code"
  key "ctrl+a"
  write the code
  tap "Choose a passphrase"
  key "ctrl+a"
  write the passphrase
  key "Return"
  see "Which name is yours?"
  tap "Lucy Carter"
  be on "class"

story "The battery dies while the code is typed"
  # As far as it was typed it is there again, and the name; a passphrase is kept nowhere.
  the hub is there
  take tablet "new"
  open
  tap "Name of this tablet"
  write "Willow window"
  tap "Choose a passphrase"
  write the passphrase
  tap "Code"
  write "cairn:https://hub"
  500 ms pass
  kill
  open
  be on "start"
  see "cairn:https://hub"
  see "Willow window"
  everything fits
  tap "Code"
  key "ctrl+a"
  write the code
  tap "Choose a passphrase"
  write the passphrase
  start the daemon
  tap "Join the school"
  see "Which name is yours?"

story "A tablet joins by a picture of its code"
  the hub is there
  a picture of the screen is taken
  take tablet "new"
  open
  tap "Read it from a picture"
  see "No code can be read in this picture"
  a picture of the code is taken
  tap "Read it from a picture"
  see "Read from IMG_2.png."
  start the daemon
  tap "Choose a passphrase"
  write the passphrase
  tap "Join the school"
  see "Which name is yours?"
  tap "Lucy Carter"
  be on "class"
  tap "Ben C."
  tap "Fleeting" in "Anticipation"
  tap "Save"
  saved "observation"
  the hub comes to have "observation" of "Ben C." {"engagement": {"anticipation": "fleeting"}}

story "Codes that the hub refuses, on a tablet held upright"
  # One that has served another tablet, and one that somebody else's hub would answer.
  the hub is there
  take tablet "new"
  open at "800x1280"
  start the daemon
  tap "Code"
  write a code that was used before
  tap "Choose a passphrase"
  write the passphrase
  tap "Join the school"
  see "The tablet could not join"
  see "This code does not work any more. Ask for a new one; a code lasts 24 hours and serves one tablet."
  everything fits
  tap "Use another code"
  tap "Code"
  write a code of other keys
  tap "Choose a passphrase"
  write the passphrase
  tap "Join the school"
  see "The hub that answered is not the one that made this code: ask the school for a new code"
  tap "Use another code"
  be on "start"
