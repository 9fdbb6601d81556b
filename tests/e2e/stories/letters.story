# Names and words that are not written in Latin, on the own keyboard alone. Nothing of it was set: the
# keys are there because a name of the class needs them.

story "A name in Urdu, found by touch, and what she said"
  # In portrait, where keys are narrowest. The draft is there after the battery died, and its keys are, though
  # no class was shown since.
  the hub is there
  the school takes in "سارہ" "ٹوانہ" of "Willow"
  the school takes in "علي" "حسن" of "Willow"
  sync
  open at "800x1280"
  unlock
  tap "Find a pupil"
  tap "other letters"
  tap "Urdu"
  tap "س"
  tap "ا"
  tap "ر"
  see no "علي ح."
  tap "Done"
  tap "سارہ ٹ."
  be on "observe"
  tap "What the pupil learned or did"
  tap "م"
  hold "ا" then lift on "آ"
  tap "backspace"
  tap "ی"
  tap "ر"
  tap "ی"
  tap "space"
  tap "ب"
  tap "ا"
  tap "ر"
  tap "ی"
  see "Draft kept"
  kill
  unlock
  be on "observe"
  tap "What the pupil learned or did"
  see "میری باری"
  tap "other letters"
  tap "Urdu"
  tap "۔"
  tap "Done"
  tap "Save"
  saved "observation"
  quit
  sync
  the hub has "observation" of "سارہ ٹ." {"outcome": "میری باری۔"}

story "A name in Arabic, found by one switch"
  # The office wrote it with a yeh of Urdu; the light goes over the keys of Arabic.
  the hub is there
  the school takes in "علی" "حسن" of "Willow"
  sync
  unlock
  tap "Sync and tablet"
  tap "Arabic"
  tap "Moves by itself"
  time stands still
  scan to "Back"
  scan to "Find a pupil"
  scan to "other letters"
  scan to "Arabic"
  scan to "ع"
  scan to "ل"
  scan to "ي"
  scan to "Done"
  see no "Will S."
  scan to "علی ح."
  be on "observe"
  scan to "Sustained" in "Exploration"
  scan to "Save"
  saved "observation"
  stored "observation" of "علی ح." {"engagement": {"exploration": "sustained"}}

story "Without an accent, in small letters"
  the hub is there
  the school takes in "Łukasz" "Żółć" of "Willow"
  the school takes in "Siân" "Llŷr" of "Willow"
  sync
  unlock
  tap "Find a pupil"
  see no "other letters"
  write "lukasz zolc"
  see no "Siân L."
  see "Łukasz Ż."
  key "ctrl+a"
  write "sian"
  see no "Łukasz Ż."
  tap "Siân L."
  be on "observe"
  tap "Fleeting" in "Initiation"
  tap "Save"
  saved "observation"
  stored "observation" of "Siân L." {"engagement": {"initiation": "fleeting"}}
