# What support staff do all day: they write down what they see.

story "The smallest observation"
  # Three taps from the unlocked tablet: the pupil, one choice, Save.
  unlock
  tap "Will S."
  tap "Sustained" in "Exploration"
  tap "Save"
  saved "observation"
  taps since unlock 3
  stored 1 "observation"
  stored "observation" of "Will S." {"engagement": {"exploration": "sustained"}, "void": null}

story "Everything there is to say"
  unlock
  tap "Ioan P."
  tap "Sustained" in "Exploration"
  tap "Not seen" in "Realisation"
  tap "Fleeting" in "Anticipation"
  tap "Established" in "Persistence"
  tap "Fleeting" in "Initiation"
  tap "Activity"
  tap "Another word"
  write "Sand tray"
  key "Return"
  tap "Garden"
  tap "Pair"
  tap "Gesture"
  tap "Tries something new"
  tap "Learning objective"
  write "To share a tool"
  tap "What was done"
  write "One bucket for two"
  tap "What the pupil learned or did"
  write "Held out the bucket and waited."
  tap "Save"
  saved "observation"
  stored 1 "observation"
  stored "observation" of "Ioan P." {"engagement": {"exploration": "sustained", "realisation": "not-seen", "anticipation": "fleeting", "persistence": "established", "initiation": "fleeting"}}
  stored "observation" of "Ioan P." {"doing": "Sand tray", "place": "Garden", "with": "Pair", "prompt": "gesture", "objective": "To share a tool", "activity": "One bucket for two", "outcome": "Held out the bucket and waited."}

story "Wet hands"
  # A finger that slides off presses nothing; a second tap on a choice takes it back.
  unlock
  press "Will S." and slide off
  be on "class"
  tap "Will S."
  tap "Fleeting" in "Exploration"
  tap "Fleeting" in "Exploration"
  see "Fleeting" not chosen in "Exploration"
  tap "Established" in "Exploration"
  tap "Sustained" in "Exploration"
  see "Established" not chosen in "Exploration"
  press "Save" and slide off
  press "Back" and slide off
  be on "observe"
  nothing is saved
  tap "Save"
  saved "observation"
  stored 1 "observation"
  stored "observation" of "Will S." {"engagement": {"exploration": "sustained"}}

story "A note on the tablet's own keyboard"
  unlock
  tap "Nia E."
  tap "What the pupil learned or did"
  tap "H"
  tap "e"
  tap "l"
  tap "d"
  tap "space"
  tap "o"
  tap "m"
  tap "backspace"
  tap "n"
  tap "Done"
  see "Held on"
  tap "Save"
  saved "observation"
  stored "observation" of "Nia E." {"outcome": "Held on"}

story "A note in Polish"
  # The accents of a letter come when it is held.
  unlock
  tap "Zofia J."
  tap "What the pupil learned or did"
  hold "Z" then lift on "Ż"
  hold "o" then lift on "ó"
  hold "l" then lift on "ł"
  tap "w"
  tap "Done"
  see "Żółw"
  tap "Save"
  saved "observation"
  stored "observation" of "Zofia J." {"outcome": "Żółw"}

story "A note by phrases"
  unlock
  tap "Anika R."
  tap "Phrases"
  tap "Reached out"
  tap "Close"
  see "Reached out"
  tap "Save"
  saved "observation"
  stored "observation" of "Anika R." {"outcome": "Reached out"}

story "The Engagement Profile and Scale"
  unlock
  tap "Malachi D."
  tap "Engagement model"
  tap "Engagement Profile and Scale"
  tap "Mostly" in "Awareness"
  see "6 still to do for a total"
  tap "Partly" in "Curiosity"
  tap "Partly" in "Investigation"
  tap "Fully" in "Discovery"
  tap "Mostly" in "Anticipation"
  tap "Partly" in "Persistence"
  tap "No focus" in "Initiation"
  see "Total 16 of 28"
  tap "Awareness: What happened"
  tap "Next action"
  write "Bring it nearer"
  key "Escape"
  tap "Done"
  tap "Save"
  saved "observation"
  stored "observation" of "Malachi D." {"instrument": "engagement-scale", "engagement": {"awareness": "3", "curiosity": "2", "investigation": "2", "discovery": "4", "anticipation": "3", "persistence": "2", "initiation": "0"}, "texts": {"awareness": {"next": "Bring it nearer"}}}

story "A plain note, held upright"
  open at "800x1280"
  unlock
  tap "Tahsin M."
  tap "Engagement model"
  tap "Note"
  tap "What the pupil learned or did"
  write "Hummed while the train went by."
  tap "Save"
  saved "observation"
  stored "observation" of "Tahsin M." {"instrument": "note", "outcome": "Hummed while the train went by.", "engagement": null}

story "Another instrument half way, and back again"
  # What was chosen by the first waits for it.
  unlock
  tap "Ama M."
  tap "Established" in "Persistence"
  tap "Engagement model"
  tap "Note"
  tap "What the pupil learned or did"
  write "Went back to the puzzle alone."
  key "Escape"
  tap "Note"
  tap "Engagement model"
  see "Established" chosen in "Persistence"
  tap "Save"
  saved "observation"
  stored 1 "observation"
  stored "observation" of "Ama M." {"instrument": "engagement-model", "engagement": {"persistence": "established"}, "outcome": "Went back to the puzzle alone."}

story "Three pupils dig together"
  unlock
  tap "Choose several"
  tap "Will S."
  tap "Nia E."
  tap "Ama M."
  tap "Observe together"
  see "3 pupils together: one note each"
  tap "Sustained" in "Exploration"
  tap "Save"
  saved "observation"
  stored 3 "observation"
  stored "observation" of "Will S." {"engagement": {"exploration": "sustained"}}
  stored "observation" of "Nia E." {"engagement": {"exploration": "sustained"}}
  stored "observation" of "Ama M." {"engagement": {"exploration": "sustained"}}

story "Saved too soon, and undone"
  unlock
  tap "Will S."
  tap "Not seen" in "Initiation"
  tap "Save"
  saved "observation"
  tap "Undo"
  saved "observation"
  be on "observe"
  see "Not seen" chosen in "Initiation"
  tap "Fleeting" in "Initiation"
  tap "Save"
  saved "observation"
  stored 2 "observation"
  stored "observation" of "Will S." {"engagement": {"initiation": "not-seen"}, "void": "Undone"}
  stored "observation" of "Will S." {"engagement": {"initiation": "fleeting"}, "void": null}

story "Cleared by mistake, and undone"
  unlock
  tap "Will S."
  tap "Sustained" in "Realisation"
  tap "Learning objective"
  write "To find it"
  key "Escape"
  tap "Clear"
  see "Sustained" not chosen in "Realisation"
  tap "Undo"
  see "Sustained" chosen in "Realisation"
  see "To find it"
  tap "Save"
  saved "observation"
  stored 1 "observation"
  stored "observation" of "Will S." {"engagement": {"realisation": "sustained"}, "objective": "To find it"}

story "A place that no chip names"
  unlock
  tap "Nia E."
  tap "Sustained" in "Exploration"
  tap "Place"
  tap "Another word"
  write "The swimming pool"
  key "Return"
  tap "Save"
  saved "observation"
  stored "observation" of "Nia E." {"engagement": {"exploration": "sustained"}, "place": "The swimming pool"}

story "A pupil of another group, found by name"
  unlock
  tap "Groups"
  tap "Everyone"
  tap "By name"
  tap "Find a pupil"
  write "leo"
  see no "Will S."
  tap "Leo B."
  tap "Sustained" in "Anticipation"
  tap "Save"
  saved "observation"
  stored "observation" of "Leo B." {"engagement": {"anticipation": "sustained"}}

story "Begun before lunch, saved after it"
  # The draft waits on its card.
  unlock
  tap "Will S."
  tap "Sustained" in "Exploration"
  tap "Back"
  see "Draft"
  tap "Lock"
  be on "unlock"
  quit
  open
  unlock
  tap "Will S."
  see "Sustained" chosen in "Exploration"
  tap "Save"
  saved "observation"
  stored 1 "observation"
  stored "observation" of "Will S." {"engagement": {"exploration": "sustained"}}
