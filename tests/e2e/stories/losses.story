# The battery dies, the disk fills, the tablet is turned: nothing is lost that was shown as kept.
# What is captured, kind by kind, is killed in kills.story.

story "The battery dies after a choice"
  unlock
  tap "Will S."
  tap "Sustained" in "Exploration"
  tap "Fleeting" in "Persistence"
  kill
  unlock
  be on "observe"
  see "Sustained" chosen in "Exploration"
  see "Fleeting" chosen in "Persistence"
  tap "Save"
  saved "observation"
  stored 1 "observation"
  stored "observation" of "Will S." {"engagement": {"exploration": "sustained", "persistence": "fleeting"}}

story "The battery dies in the middle of a word"
  # Each word is kept as it ends; at most the last one is lost.
  unlock
  tap "Will S."
  tap "What the pupil learned or did"
  time stands still
  write "Carried the red ball to "
  write "th"
  kill
  unlock
  be on "observe"
  see "Carried the red ball to"
  tap "Save"
  saved "observation"
  stored 1 "observation"
  stored "observation" of "Will S." {"outcome": "Carried the red ball to…"}

story "Put away in the middle of a word"
  # Another program comes before it, and it may never come back: the word that was not ended is kept.
  unlock
  tap "Will S."
  tap "What the pupil learned or did"
  time stands still
  write "Carried the ba"
  the window is put away
  kill
  unlock
  be on "observe"
  see "Carried the ba"
  stored 0 "observation"

story "The battery dies with a plain note half written"
  open at "800x1280"
  unlock
  tap "Nia E."
  tap "Engagement model"
  tap "Note"
  tap "Phrases"
  tap "Reached out"
  kill
  unlock
  be on "observe"
  see "Reached out"
  tap "Save"
  saved "observation"
  stored 1 "observation"
  stored "observation" of "Nia E." {"instrument": "note", "outcome": "Reached out"}

story "The battery dies while pupils are chosen"
  unlock
  tap "Choose several"
  tap "Will S."
  tap "Nia E."
  tap "Ama M."
  tap "Nia E."
  kill
  unlock
  be on "class"
  see "2 chosen"
  tap "Observe together"
  tap "Sustained" in "Exploration"
  tap "Save"
  saved "observation"
  kill
  unlock
  be on "class"
  see no "2 chosen"
  stored 2 "observation"
  stored "observation" of "Will S." {"engagement": {"exploration": "sustained"}}
  stored "observation" of "Ama M." {"engagement": {"exploration": "sustained"}}

story "The battery dies before the first look, and an activity is half written"
  # Nothing is saved yet, and yet something was chosen and typed.
  unlock
  tap "Will S."
  tap "Activity"
  tap "Another word"
  write "Clay with Nia "
  kill
  unlock
  be on "observe"
  tap "Activity"
  see "Clay with Nia"
  tap "Add"
  see "Clay with Nia" chosen
  tap "Path so far"
  tap "Watch in intervals"
  tap "All of the time"
  tap "10 s"
  kill
  unlock
  be on "interval"
  see "All of the time" chosen
  tap "Start"
  10 seconds pass
  tap "Engaged"
  tap "Stop here"
  tap "Save"
  saved "interval_observation"
  stored "interval_observation" of "Will S." {"method": "whole", "interval_s": 10}

story "The battery dies in the school's own instrument"
  the hub is there
  the school adds the instrument {"id": "water", "label": "In the water", "kind": "engagement", "about": "What happened in the pool.", "items": [{"id": "splash", "label": "Splashes", "about": "", "kind": "choice", "icon": "hand", "colour": "area-1", "choices": [{"id": "no", "label": "Not today", "about": ""}, {"id": "yes", "label": "Yes", "about": ""}]}]}
  sync
  unlock
  tap "Will S."
  tap "Engagement model"
  tap "In the water"
  tap "Yes" in "Splashes"
  kill
  unlock
  be on "observe"
  see "Yes" chosen in "Splashes"
  tap "Save"
  saved "observation"
  stored 1 "observation"
  stored "observation" of "Will S." {"instrument": "water", "engagement": {"splash": "yes"}}

story "The battery dies right after Save"
  unlock
  tap "Will S."
  tap "Established" in "Initiation"
  tap "Save"
  saved "observation"
  kill
  unlock
  be on "class"
  see no "Draft"
  stored 1 "observation"
  stored "observation" of "Will S." {"engagement": {"initiation": "established"}}

story "The disk is full"
  unlock
  tap "Will S."
  tap "Fleeting" in "Exploration"
  see "Draft kept"
  the disk is full
  tap "Established" in "Exploration"
  tap "Save"
  see "This cannot be saved"
  nothing is saved
  be on "observe"
  see "Established" chosen in "Exploration"
  the disk has room
  tap "Save"
  saved "observation"
  stored 1 "observation"
  stored "observation" of "Will S." {"engagement": {"exploration": "established"}}

story "Turned in the middle of a draft"
  unlock
  tap "Will S."
  tap "Sustained" in "Exploration"
  tap "What was done"
  write "Rolling "
  turn to "800x1280"
  everything fits
  write "the barrel"
  see "Rolling the barrel"
  turn to "1280x800"
  see "Sustained" chosen in "Exploration"
  tap "Save"
  saved "observation"
  stored 1 "observation"
  stored "observation" of "Will S." {"engagement": {"exploration": "sustained"}, "activity": "Rolling the barrel"}

story "Letters twice as large"
  unlock
  tap "Sync and tablet"
  tap "200 %"
  everything fits
  tap "Back"
  everything fits
  tap "Will S."
  everything fits
  tap "Sustained" in "Initiation"
  tap "What the pupil learned or did"
  write "Asked for more."
  tap "Save"
  saved "observation"
  stored "observation" of "Will S." {"engagement": {"initiation": "sustained"}, "outcome": "Asked for more."}

story "Letters twice as large, in high contrast, held upright"
  open at "800x1280"
  unlock
  tap "Sync and tablet"
  tap "200 %"
  tap "High contrast"
  everything fits
  tap "Back"
  everything fits
  tap "Will S."
  everything fits
  tap "Sustained" in "Initiation"
  tap "Save"
  saved "observation"
  stored "observation" of "Will S." {"engagement": {"initiation": "sustained"}}

story "The battery dies in a new text for two people's words"
  the hub is there
  unlock
  tap "Will S."
  tap "What the pupil learned or did"
  write "Hid"
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
  write "Hid and waited"
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
  write "Hid and giggled"
  tap "Save the change"
  saved "observation"
  quit
  sync
  unlock
  tap "Needs a look"
  tap "Will: two people wrote different things"
  tap "Write a new text"
  key "ctrl+a"
  write "Hid, waited and giggled "
  kill
  unlock
  be on "look"
  see "Hid, waited and giggled"
  tap "Save this text"
  saved "observation"
  stored "observation" of "Will S." {"outcome": "Hid, waited and giggled", "conflicts": []}
