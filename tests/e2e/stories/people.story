# Several people, several tablets, and the clock.

story "Two staff, one tablet"
  # Each has drafts of their own, and each record knows its author.
  unlock as "Zola Okonkwo"
  tap "Will S."
  tap "Sustained" in "Exploration"
  tap "Back"
  tap "Lock"
  unlock as "Ayo Clarke"
  see "Ayo Clarke"
  tap "Groups"
  tap "Willow"
  see no "Draft"
  tap "Will S."
  see "Sustained" not chosen in "Exploration"
  tap "Not seen" in "Exploration"
  tap "Save"
  saved "observation"
  tap "Lock"
  unlock as "Zola Okonkwo"
  tap "Will S."
  see "Sustained" chosen in "Exploration"
  tap "Save"
  saved "observation"
  the hub is there
  stored 2 "observation"
  sync
  the hub has 2 "observation"
  the hub has "observation" of "Will S." {"engagement": {"exploration": "sustained"}} by "Zola Okonkwo"
  the hub has "observation" of "Will S." {"engagement": {"exploration": "not-seen"}} by "Ayo Clarke"

story "The wrong passphrase, four times"
  open
  tap "Zola Okonkwo"
  write "not this one"
  key "Return"
  see "That passphrase does not open this name"
  write "nor this one"
  key "Return"
  see "That passphrase does not open this name"
  write "nor that one"
  key "Return"
  see "Wait "
  be on "unlock"
  10 seconds pass
  write the passphrase
  key "Return"
  be on "class"

story "A tablet left lying, held upright"
  # It locks itself after some minutes; the draft is there when its author comes back.
  open at "800x1280"
  unlock
  tap "Will S."
  tap "Established" in "Realisation"
  tap "What was done"
  write "Ball run, third"
  4 minutes pass
  be on "observe"
  2 minutes pass
  be on "unlock"
  everything fits
  see no "Ball run"
  see no "Will S."
  unlock
  be on "observe"
  see "Established" chosen in "Realisation"
  tap "Save"
  saved "observation"
  stored 1 "observation"
  stored "observation" of "Will S." {"engagement": {"realisation": "established"}, "activity": "Ball run, third"}

story "A tablet that slept in a bag"
  # What wakes it does not keep it open, and nothing of what was written is lost.
  unlock
  tap "Will S."
  tap "Established" in "Realisation"
  the tablet sleeps for 60 minutes
  be on "unlock"
  see no "Will S."
  unlock
  be on "observe"
  see "Established" chosen in "Realisation"
  tap "Save"
  saved "observation"
  stored 1 "observation"

story "Two people wrote different things"
  # Both are kept, and wait for a person on either tablet.
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
  take tablet "two"
  sync
  unlock
  tap "Needs a look"
  tap "Will: two people wrote different things"
  see "Clapped twice"
  see "Clapped and laughed"
  tap "Keep mine" in "activity"
  saved "observation"
  tap "Keep theirs" in "outcome"
  saved "observation"
  see "Nothing needs a look. All is well."
  stored 1 "observation"
  stored "observation" of "Will S." {"conflicts": [], "activity": "Big drum", "outcome": "Clapped and laughed"}
  sync
  the hub has "observation" of "Will S." {"conflicts": []}
  the hub has 1 "observation"

story "A third text, on a tablet held upright"
  the hub is there
  open at "800x1280"
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
  everything fits
  tap "Will: two people wrote different things"
  everything fits
  tap "Write a new text"
  key "ctrl+a"
  write "Hid, waited and giggled"
  key "Escape"
  tap "Save this text"
  saved "observation"
  stored "observation" of "Will S." {"outcome": "Hid, waited and giggled", "conflicts": []}

story "A tablet whose clock is wrong"
  the hub is there
  the clock is 3 hours fast
  unlock
  tap "Will S."
  tap "Sustained" in "Exploration"
  tap "Save"
  saved "observation"
  quit
  sync
  unlock
  tap "Needs a look"
  see "The date or time on this tablet is wrong"
  the hub has "observation" of "Will S." {"engagement": {"exploration": "sustained"}}

story "Four days without a network"
  unlock
  tap "Will S."
  tap "Sustained" in "Exploration"
  tap "Save"
  saved "observation"
  see "1 waiting"
  quit
  the clock is 97 hours fast
  unlock
  tap "Needs a look"
  see "1 record has been waiting for days"
  the hub is there
  sync
  see no "1 record has been waiting for days"
  the hub has 1 "observation"

story "The tablet as its people like it"
  # What is set stays set, over a dead battery too.
  unlock
  tap "Sync and tablet"
  tap "125 %"
  tap "Dark"
  tap "Say nothing"
  tap "Nothing moves by itself"
  tap "Longer"
  kill
  unlock
  be on "tablet"
  see "125 %" chosen
  see "Dark" chosen
  see "Say nothing" chosen
  see "Nothing moves by itself" chosen
  everything fits
  stored 0 "observation"

story "The school's own instrument"
  the hub is there
  the school adds the instrument {"id": "water", "label": "In the water", "kind": "engagement", "about": "What happened in the pool.", "items": [{"id": "splash", "label": "Splashes", "about": "", "kind": "choice", "icon": "hand", "colour": "area-1", "choices": [{"id": "no", "label": "Not today", "about": ""}, {"id": "yes", "label": "Yes", "about": ""}]}]}
  sync
  unlock
  tap "Will S."
  tap "Engagement model"
  tap "In the water"
  tap "Yes" in "Splashes"
  tap "Save"
  saved "observation"
  sync
  the hub has "observation" of "Will S." {"instrument": "water", "engagement": {"splash": "yes"}}

story "Held by the hub: one let in, one set aside"
  # The hub goes back to a backup from before a pupil came. What is written of the pupil waits for a person.
  the hub is there
  the hub is backed up
  the school takes in "Tess" "Gray" of "Willow"
  sync
  the hub goes back to its backup
  unlock
  tap "Tess G."
  tap "Sustained" in "Exploration"
  tap "Save"
  saved "observation"
  tap "Tess G."
  tap "Not seen" in "Persistence"
  tap "Save"
  saved "observation"
  quit
  sync
  unlock
  see "Needs a look · 2"
  tap "Needs a look"
  see "The school does not know this pupil yet. Once the office adds the pupil it is let in by itself: you need do nothing."
  quit
  the hub lets a record of "Tess G." in
  the hub sets a record of "Tess G." aside
  sync
  unlock
  see no "Needs a look · 2"
  the hub has 1 "observation"
  the hub has "observation" of "Tess G." {"engagement": {"exploration": "sustained"}}
  stored 2 "observation"

story "Another passphrase"
  # Only whoever knows the old one makes a new one; the old one then opens nothing.
  unlock
  tap "Sync and tablet"
  tap "Change my passphrase"
  write "not this one"
  tap "Your new passphrase"
  write "seven green boats"
  tap "Change it"
  see "That is not your passphrase until now. Try again."
  write the passphrase
  tap "Change it"
  see "Your new passphrase opens this tablet now"
  tap "Lock"
  tap "Zola Okonkwo"
  write the passphrase
  key "Return"
  see "That passphrase does not open this name"
  write "seven green boats"
  key "Return"
  be on "tablet"

story "Someone has left the school"
  # Once the list has come, their name is gone from the tablet; what they had written is not.
  the hub is there
  unlock as "Ayo Clarke"
  tap "Groups"
  tap "Willow"
  tap "Will S."
  tap "Sustained" in "Exploration"
  tap "Save"
  saved "observation"
  quit
  "Ayo Clarke" leaves the school
  sync
  unlock as "Zola Okonkwo"
  tap "Lock"
  be on "unlock"
  see no "Ayo Clarke"
  the hub has "observation" of "Will S." {"engagement": {"exploration": "sustained"}} by "Ayo Clarke"

story "Two who saw the same lesson"
  unlock as "Zola Okonkwo"
  tap "Will S."
  tap "Fleeting" in "Exploration"
  tap "Sustained" in "Realisation"
  tap "Not seen" in "Persistence"
  tap "Save"
  saved "observation"
  tap "Lock"
  unlock as "Ayo Clarke"
  tap "Groups"
  tap "Everyone"
  tap "Will S."
  tap "Fleeting" in "Exploration"
  tap "Established" in "Realisation"
  tap "Not seen" in "Persistence"
  tap "Save"
  saved "observation"
  tap "Will S."
  tap "Path so far"
  see "Also seen by Zola Okonkwo: the same in 2 of 3 answers, weighted kappa 0.73"
  stored 2 "observation"
