# Each kind of capture, killed in the middle (kill -9) and compared with what was shown, field by field:
# each thing to touch, chosen or not, and each line. A word that is not ended yet is told in losses.story.
#
#   what is captured                      after the kill                     told below, or in
#   observation, engagement model         the draft, field by field          An observation with all there is
#   observation, Engagement Profile       the same, with its words           All seven areas of the scale
#   observation, plain note               the same                           A note of three parts
#   observation, the school's own         the same                           losses: in the school's own instrument
#   observation of a group                one draft for all                  A group, and a change for all of it
#   pupils being chosen, order, group     who is chosen                      Pupils being chosen, by name
#   correction, of one or of all          the draft beside the record        A group, and a change for all of it
#   taking out, with a reason             the reason as far as written       A reason, from the path and from the form
#   putting back, undoing, clearing       done, once tapped                  What is undone stays undone
#   sitting: set up, watched, its end     each look                          A sitting, at each of its steps
#   review of a target                    each judgement, once tapped        A target under review
#   two people's words, kept or anew      settled, or the new text           A conflict; losses: a new text
#   room: faces, several, board, page     each touch                         Ama's answers; room: sorted, a page
#   room: read back, help, the way out    still in the room                  Ama's answers; room: help
#   access profile                        each choice, once tapped           How Ama answers
#   own picture, new and changed          image, words, whom it shows        A picture, new and changed
#   recorded voice                        the take; one still recording: not A voice, recorded and being recorded
#   settings of the tablet, switches      each, once tapped                  The tablet's settings
#   enrolment                             the keys; before them a code and   A tablet that is joining
#                                         a passphrase, which nothing keeps
#   a colleague, another passphrase       all or nothing: no secret is kept  A colleague; Another passphrase
#
# Seen to fail when a draft forgot what another instrument had of it, its targets, the method of a sitting,
# whom a picture shows, the order of the class, and that there was a take.

story "An observation with all there is, and the battery dies"
  unlock
  tap "Ioan P."
  tap "Sustained" in "Exploration"
  kill, and all is as it was
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
  kill, and all is as it was
  tap "Tries something new"
  tap "Pair"
  tap "Fleeting" in "Initiation"
  kill, and all is as it was
  see "Fleeting" not chosen in "Initiation"
  tap "Learning objective"
  write "To share a tool "
  tap "What was done"
  write "One bucket for two "
  tap "What the pupil learned or did"
  write "Held out the bucket and waited. "
  kill, and all is as it was
  tap "Save"
  saved "observation"
  kill
  unlock
  be on "class"
  stored 1 "observation"
  stored "observation" of "Ioan P." {"engagement": {"exploration": "sustained", "realisation": "not-seen", "anticipation": "fleeting", "persistence": "established", "initiation": null}, "doing": "Sand tray", "place": "Garden", "with": null, "prompt": "gesture", "objective": "To share a tool", "activity": "One bucket for two", "outcome": "Held out the bucket and waited."}

story "All seven areas of the scale, and the battery dies"
  unlock
  tap "Malachi D."
  tap "Engagement model"
  tap "Engagement Profile and Scale"
  tap "Mostly" in "Awareness"
  tap "Partly" in "Curiosity"
  tap "Partly" in "Investigation"
  tap "Fully" in "Discovery"
  tap "Mostly" in "Anticipation"
  tap "Partly" in "Persistence"
  tap "No focus" in "Initiation"
  tap "Awareness: What happened"
  tap "What happened"
  write "Turned to the bell "
  tap "Next action"
  write "Bring it nearer "
  key "Escape"
  tap "Done"
  kill, and all is as it was
  see "Total 16 of 28"
  tap "Awareness: What happened"
  see "Bring it nearer"
  tap "Done"
  tap "Save"
  saved "observation"
  stored "observation" of "Malachi D." {"engagement": {"awareness": "3", "curiosity": "2", "investigation": "2", "discovery": "4", "anticipation": "3", "persistence": "2", "initiation": "0"}, "texts": {"awareness": {"happened": "Turned to the bell", "next": "Bring it nearer"}}}

story "A note of three parts, and the battery dies"
  # What another instrument has of it waits beside it, through the kill too.
  unlock
  tap "Nia E."
  tap "Established" in "Persistence"
  tap "Engagement model"
  tap "Note"
  tap "Learning objective"
  write "To ask for more "
  tap "What the pupil learned or did"
  write "Pushed the cup. "
  kill, and all is as it was
  tap "Note"
  tap "Engagement model"
  see "Established" chosen in "Persistence"
  kill, and all is as it was
  tap "Engagement model"
  tap "Note"
  tap "Save"
  saved "observation"
  stored "observation" of "Nia E." {"instrument": "note", "objective": "To ask for more", "outcome": "Pushed the cup.", "engagement": null}

story "A group, and a change for all of it, and the battery dies"
  unlock
  tap "Choose several"
  tap "Will S."
  tap "Nia E."
  tap "Ama M."
  tap "Observe together"
  tap "Sustained" in "Exploration"
  tap "Hall"
  tap "What was done"
  write "Dug in the sand "
  kill, and all is as it was
  tap "Save"
  saved "observation"
  tap "Will S."
  tap "Path so far"
  tap "Change"
  tap "All 3 pupils"
  tap "Established" in "Exploration"
  tap "Classroom"
  tap "What was done"
  key "ctrl+a"
  write "Dug in the box "
  kill, and all is as it was
  tap "Save the change"
  saved "observation"
  kill
  unlock
  be on "pupil"
  stored 3 "observation"
  stored "observation" of "Will S." {"engagement": {"exploration": "established"}, "place": "Classroom", "activity": "Dug in the box"}
  stored "observation" of "Ama M." {"engagement": {"exploration": "established"}, "place": "Classroom", "activity": "Dug in the box"}

story "Pupils being chosen, by name, and the battery dies"
  unlock
  tap "Groups"
  tap "Everyone"
  tap "By name"
  tap "Choose several"
  tap "Will S."
  tap "Leo B."
  tap "Nia E."
  kill, and all is as it was
  see "3 chosen"
  stored 0 "observation"

story "A reason, from the path and from the form, and the battery dies"
  unlock
  tap "Ama M."
  tap "Sustained" in "Initiation"
  tap "Save"
  saved "observation"
  tap "Ama M."
  tap "Path so far"
  21 seconds pass
  tap "Change"
  tap "Take it out"
  tap "Another reason"
  write "The other one "
  key "Escape"
  remember what is shown
  kill
  unlock
  be on "observe"
  tap "Take it out"
  all is as it was
  tap "Close"
  tap "Back"
  tap "Hand over to Ama"
  tap "No practice"
  tap "How I feel today"
  tap "Happy"
  tap "Next"
  tap "Yes"
  saved "self_assessment"
  tap "Staff"
  write the passphrase
  tap "Leave"
  be on "pupil"
  tap "Answers" in "Show"
  tap "Take out"
  tap "Another reason"
  write "It was a guess "
  key "Escape"
  remember what is shown
  kill
  unlock
  be on "pupil"
  tap "Answers" in "Show"
  tap "Take out"
  all is as it was
  tap "Take it out"
  saved "self_assessment"
  stored "observation" of "Ama M." {"void": null}
  stored "self_assessment" of "Ama M." {"void": "It was a guess"}

story "What is undone stays undone, and the battery dies"
  unlock
  tap "Nia E."
  tap "Sustained" in "Initiation"
  tap "What was done"
  write "Wheels"
  tap "Save"
  saved "observation"
  tap "Undo"
  saved "observation"
  be on "observe"
  see "Draft kept"
  8 seconds pass
  kill, and all is as it was
  tap "Clear"
  kill
  unlock
  be on "observe"
  see no "Draft kept"
  see "Sustained" not chosen in "Initiation"
  see no "Wheels"
  tap "Path so far"
  tap "Taken out: 1"
  tap "Put it back"
  saved "observation"
  kill
  unlock
  be on "pupil"
  see "Wheels"
  stored 1 "observation"
  stored "observation" of "Nia E." {"engagement": {"initiation": "sustained"}, "void": null}

story "A sitting, at each of its steps, and the battery dies"
  unlock
  tap "Choose several"
  tap "Nia E."
  tap "Ama M."
  tap "Watch in intervals"
  tap "Any of the time"
  tap "10 s"
  tap "1 min"
  kill, and all is as it was
  tap "Start"
  time stands still
  10 seconds pass
  tap "Engaged" in "Nia E."
  tap "Not engaged" in "Ama M."
  10 seconds pass
  tap "Engaged" in "Nia E."
  kill
  unlock
  see "Look 2 of 6"
  see "Engaged" chosen in "Nia E."
  see "Engaged" not chosen in "Ama M."
  see "Not engaged" not chosen in "Ama M."
  tap "Stop here"
  21 seconds pass
  kill, and all is as it was
  see "Engaged at 2 of 2 looks"
  tap "Save"
  saved "interval_observation"
  kill
  unlock
  be on "class"
  stored 2 "interval_observation"
  stored "interval_observation" of "Nia E." {"method": "partial", "samples": "11----", "interval_s": 10, "length_s": 60}
  stored "interval_observation" of "Ama M." {"method": "partial", "samples": "0-----"}

story "A target under review, and the battery dies"
  unlock
  tap "Ama M."
  tap "Path so far"
  tap "Targets"
  tap "Review"
  tap "Secure" in "My own judgement"
  saved "target_judgement"
  21 seconds pass
  remember what is shown
  kill
  unlock
  be on "pupil"
  tap "Targets"
  tap "Review"
  all is as it was
  tap "Developing" in "What we agreed"
  saved "target_review"
  21 seconds pass
  remember what is shown
  kill
  unlock
  tap "Targets"
  tap "Review"
  all is as it was
  stored "target_judgement" of "Ama M." {"level": "secure"}
  stored "target_review" of "Ama M." {"level": "developing"}

story "Ama's answers, to the last question, and the battery dies"
  unlock
  tap "Ama M."
  tap "Path so far"
  tap "Hand over to Ama"
  tap "How I feel today"
  tap "Dog"
  kill, and all is as it was
  tap "Next"
  tap "Happy"
  kill, and all is as it was
  tap "Next"
  see "Is that what you want to say?"
  kill, and all is as it was
  tap "Yes"
  saved "self_assessment"
  kill, and all is as it was
  be on "room"
  tap "Staff"
  see "Passphrase"
  stored 1 "self_assessment"
  stored "self_assessment" of "Ama M." {"answers": {"feel": {"choice": "happy"}}}

story "More than one feeling, and the battery dies"
  unlock
  tap "Ama M."
  tap "Path so far"
  tap "Hand over to Ama"
  tap "No practice"
  tap "My feelings"
  tap "Calm"
  tap "Tired"
  tap "Proud"
  tap "Proud"
  kill, and all is as it was
  see "Calm" chosen
  see "Proud" not chosen
  stored 0 "self_assessment"

story "How Ama answers, and the battery dies"
  unlock
  tap "Ama M."
  tap "Path so far"
  tap "Hand over to Ama"
  tap "How Ama answers"
  tap "Where it lifts"
  saved "access_profile"
  tap "More" in "A touch counts after"
  saved "access_profile"
  tap "Yellow on black"
  saved "access_profile"
  tap "Five"
  saved "access_profile"
  21 seconds pass
  remember what is shown
  kill
  unlock
  be on "pupil"
  tap "Hand over to Ama"
  tap "How Ama answers"
  all is as it was
  stored 1 "access_profile"
  stored "access_profile" of "Ama M." {"scale": 5, "hold_ms": 200, "touch": "last"}

story "A picture, new and changed, and the battery dies"
  a picture of the screen is taken
  unlock
  tap "Ama M."
  tap "Path so far"
  tap "Pictures"
  tap "Add a picture"
  tap "IMG_1.png"
  see "Words for it"
  tap "Yes, it is Ama"
  tap "Words for it"
  write "Our pond "
  key "Escape"
  kill, and all is as it was
  tap "Save the picture"
  saved "picture"
  21 seconds pass
  tap "Our pond"
  see "Change a picture"
  tap "Words for it"
  key "ctrl+a"
  write "The pond "
  key "Escape"
  tap "No"
  kill, and all is as it was
  tap "Save the picture"
  saved "picture"
  kill
  unlock
  be on "pictures"
  see "The pond"
  stored 1 "picture"
  stored "picture" of "Ama M." {"label": "The pond", "portrait": 0, "void": null}

story "A voice, recorded and being recorded, and the battery dies"
  somebody speaks near the tablet
  unlock
  tap "Ama M."
  tap "Path so far"
  tap "Hand over to Ama"
  tap "Recorded voices"
  tap "How I feel today"
  tap "How do you feel today?"
  tap "Record"
  a while is recorded
  tap "Stop"
  see "Hear it before you keep it."
  kill, and all is as it was
  tap "Keep it and go on"
  saved "clip"
  tap "Record"
  a while is recorded
  kill
  unlock
  be on "clips"
  stored 1 "clip"
  stored "clip" of "Ama M." {"words": "How do you feel today?", "void": null}

story "The tablet's settings, one after another, and the battery dies"
  unlock
  tap "Sync and tablet"
  tap "125 %"
  tap "Dark"
  tap "Say nothing"
  tap "Nothing moves by itself"
  tap "Longer"
  kill, and all is as it was
  tap "High contrast"
  kill, and all is as it was
  stored 0 "observation"

story "A switch is set, and the battery dies"
  unlock
  tap "Sync and tablet"
  tap "Moves by itself"
  time stands still
  kill
  open
  scan to "Zola Okonkwo"
  scan the passphrase
  scan to "Done"
  be on "tablet"
  see "Moves by itself" chosen
  stored 0 "observation"

story "A conflict, settled for mine, and the battery dies"
  the hub is there
  unlock
  tap "Will S."
  tap "What the pupil learned or did"
  write "Hid"
  tap "What was done"
  write "Drum"
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
  write "Hid and giggled"
  tap "What was done"
  key "ctrl+a"
  write "Two drums"
  tap "Save the change"
  saved "observation"
  quit
  sync
  unlock
  tap "Needs a look"
  tap "Will: two people wrote different things"
  kill, and all is as it was
  tap "Keep mine" in "outcome"
  saved "observation"
  9 seconds pass
  kill, and all is as it was
  tap "Keep theirs" in "activity"
  saved "observation"
  9 seconds pass
  kill, and all is as it was
  see "Nothing needs a look. All is well."
  stored "observation" of "Will S." {"outcome": "Hid and giggled", "activity": "Big drum", "conflicts": []}

story "A tablet that is joining, and the battery dies"
  # A passphrase is a secret, and nothing keeps it; the code is there again, and what was asked for
  # goes on.
  the hub is there
  take tablet "new"
  open
  tap "Code"
  write "cairn:"
  tap "Choose a passphrase"
  write the passphrase
  kill
  open
  be on "start"
  see "cairn:"
  tap "Code"
  key "ctrl+a"
  write the code
  tap "Choose a passphrase"
  write the passphrase
  tap "Join the school"
  see "Joining the school"
  kill
  unlock
  start the daemon
  see "Which name is yours?" as time passes
  kill
  unlock
  see "Which name is yours?"
  tap "Lucy Carter"
  be on "class"
  kill
  unlock
  be on "class"
  see "Lucy Carter"
  stored 0 "observation"

story "A colleague and another passphrase, and the battery dies"
  # All or nothing: until it is done the old one opens, and nobody has come.
  unlock
  tap "Sync and tablet"
  tap "Change my passphrase"
  write the passphrase
  tap "Your new passphrase"
  write "seven green boats"
  kill
  unlock
  be on "tablet"
  tap "Add a colleague"
  tap "Martha Webb"
  write the passphrase
  kill
  open
  see no "Martha Webb"
  unlock
  tap "Add a colleague"
  tap "Martha Webb"
  write the passphrase
  tap "Add to this tablet"
  see "They can unlock this tablet now"
  kill
  unlock as "Martha Webb"
  be on "class"
  tap "Sync and tablet"
  tap "Change my passphrase"
  write the passphrase
  tap "Your new passphrase"
  write "seven green boats"
  tap "Change it"
  see "Your new passphrase opens this tablet now"
  kill
  open
  tap "Martha Webb"
  write the passphrase
  key "Return"
  see "That passphrase does not open this name"
  write "seven green boats"
  key "Return"
  be on "tablet"
