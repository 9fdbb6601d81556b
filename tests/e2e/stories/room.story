# The pupil room: the pupil's own answers, and nothing else of the tablet.

story "How do you feel today"
  unlock
  tap "Ama M."
  tap "Path so far"
  tap "Hand over to Ama"
  tap "How I feel today"
  see "Which one is the dog?"
  tap "Dog"
  tap "Next"
  see "How do you feel today?"
  tap "Happy"
  tap "Next"
  see "Is that what you want to say?"
  tap "Yes"
  saved "self_assessment"
  tap "Staff"
  tap "A little"
  tap "Passphrase"
  write the passphrase
  tap "Leave"
  be on "pupil"
  stored 1 "self_assessment"
  stored "self_assessment" of "Ama M." {"answers": {"feel": {"choice": "happy"}}, "help": "a little"}

story "The battery dies when help has been marked"
  unlock
  tap "Ama M."
  tap "Path so far"
  tap "Hand over to Ama"
  tap "No practice"
  tap "How I feel today"
  tap "Happy"
  tap "Next"
  tap "Yes"
  saved "self_assessment"
  tap "Staff"
  tap "A lot"
  kill
  unlock
  be on "room"
  tap "Staff"
  see "A lot" chosen
  tap "Passphrase"
  write the passphrase
  tap "Leave"
  be on "pupil"
  stored "self_assessment" of "Ama M." {"answers": {"feel": {"choice": "happy"}}, "help": "a lot"}

story "The bell rings in the middle of it"
  unlock
  tap "Ama M."
  tap "Path so far"
  tap "Hand over to Ama"
  tap "No practice"
  tap "My feelings"
  tap "Calm"
  tap "Next"
  tap "Staff"
  tap "Passphrase"
  write the passphrase
  tap "Leave"
  be on "pupil"
  see "What Ama said so far is kept"
  kill
  unlock
  be on "pupil"
  tap "Hand over to Ama"
  tap "Go on: My feelings"
  see "Would you like a grown-up to help?"
  tap "No"
  tap "Next"
  tap "Yes"
  tap "Staff"
  tap "Passphrase"
  write the passphrase
  tap "Leave"
  be on "pupil"
  stored 1 "self_assessment"
  stored "self_assessment" of "Ama M." {"answers": {"now": {"choices": ["calm"]}}, "unfinished": false}

story "A change of mind, on a tablet held upright"
  open at "800x1280"
  unlock
  tap "Ama M."
  tap "Path so far"
  tap "Hand over to Ama"
  tap "How I feel today"
  everything fits
  tap "Car"
  tap "Next"
  see "Let's look once more"
  tap "Dog"
  tap "Next"
  tap "Happy"
  tap "Unhappy"
  tap "Next"
  tap "Change it"
  tap "I don't know"
  tap "Next"
  everything fits
  tap "Yes"
  saved "self_assessment"
  stored 1 "self_assessment"
  stored "self_assessment" of "Ama M." {"answers": {"feel": {"choice": "unsure"}}}

story "Not now"
  unlock
  tap "Ama M."
  tap "Path so far"
  tap "Hand over to Ama"
  tap "How I feel today"
  tap "Dog"
  tap "Next"
  tap "Not now"
  tap "Next"
  tap "Yes"
  saved "self_assessment"
  stored "self_assessment" of "Ama M." {"answers": {"feel": {"choice": "not-now"}}}

story "A pupil pulls the tablet away"
  # Keys, the door and a turn of the tablet lead nowhere; nor does the wrong passphrase.
  unlock
  tap "Ama M."
  tap "Path so far"
  tap "Hand over to Ama"
  tap "How I feel today"
  tap "Dog"
  tap "Next"
  tap "Unhappy"
  turn to "800x1280"
  key "Escape"
  key "Tab"
  key "Tab"
  key "Escape"
  be on "room"
  tap "Staff"
  write "let me out"
  tap "Leave"
  see "That passphrase does not open this name"
  be on "room"
  tap "Stay here"
  turn to "1280x800"
  see "How do you feel today?"
  see "Unhappy" chosen
  tap "Next"
  tap "Yes"
  saved "self_assessment"
  tap "Staff"
  tap "Passphrase"
  write the passphrase
  tap "Leave"
  be on "pupil"
  stored 1 "self_assessment"
  stored "self_assessment" of "Ama M." {"answers": {"feel": {"choice": "unhappy"}}}

story "Every way out of the room, tried"
  unlock
  tap "Ama M."
  tap "Path so far"
  tap "Hand over to Ama"
  tap "How I feel today"
  tap "Dog"
  tap "Next"
  tap "Okay"
  hit "alt+F4 alt+Tab alt+Escape super super+d super+l ctrl+q ctrl+w ctrl+alt+BackSpace F1 F10 F11"
  hit "Print Pause Menu XF86AudioPlay XF86AudioMute XF86HomePage XF86Mail XF86Calculator XF86Back"
  be on "room"
  see "How do you feel today?"
  see "Okay" chosen
  kill
  unlock
  be on "room"
  see "Okay" chosen
  tap "Next"
  see "You said: Okay"
  nothing is saved

story "A hand that shakes"
  # Will's profile: a press counts when it was held for 0.4 s, and not within 0.5 s of the last.
  unlock
  tap "Will S."
  tap "Path so far"
  tap "Hand over to Will"
  tap "How I feel today"
  see "Which one is the dog?"
  600 ms pass
  tap "Apple"
  see "Apple" not chosen
  600 ms pass
  hold "Dog" for 500 ms
  600 ms pass
  hold "Next" for 500 ms
  see "How do you feel today?"
  600 ms pass
  hold "Okay" for 500 ms
  600 ms pass
  tap "Happy"
  see "Okay" chosen
  600 ms pass
  hold "Next" for 500 ms
  600 ms pass
  hold "Yes" for 500 ms
  saved "self_assessment"
  stored "self_assessment" of "Will S." {"answers": {"feel": {"choice": "okay"}}}

story "A hand that shakes writes a few words"
  # Will's profile: what is held for as long as he must is the letter, and no choice of accents.
  unlock
  tap "Will S."
  tap "Path so far"
  tap "Hand over to Will"
  tap "No practice"
  tap "About my day"
  600 ms pass
  hold "Okay" for 500 ms
  600 ms pass
  hold "Next" for 500 ms
  see "What did you do?"
  600 ms pass
  hold "A few words" for 500 ms
  600 ms pass
  hold "S" for 600 ms
  600 ms pass
  hold "a" for 600 ms
  see "Sa"

story "More than one feeling"
  unlock
  tap "Ama M."
  tap "Path so far"
  tap "Hand over to Ama"
  tap "No practice"
  tap "My feelings"
  see "What do you feel now?"
  tap "Calm"
  tap "Proud"
  tap "Tired"
  tap "Proud"
  tap "Next"
  see "Would you like a grown-up to help?"
  tap "No"
  tap "Next"
  tap "Yes"
  saved "self_assessment"
  stored 1 "self_assessment"
  stored "self_assessment" of "Ama M." {"answers": {"now": {"choices": ["calm", "tired"]}, "help": {"choice": "no"}}}

story "School, sorted by tap and tap, and the battery dies"
  unlock
  tap "Ama M."
  tap "Path so far"
  tap "Hand over to Ama"
  tap "No practice"
  tap "What I like at school"
  see "Do you like it?"
  tap "I like it"
  tap "Not sure"
  tap "I don't like it"
  kill
  unlock
  be on "room"
  tap "I like it"
  tap "I like it"
  tap "I like it"
  tap "Not sure"
  tap "I like it"
  tap "Next"
  tap "Yes"
  saved "self_assessment"
  stored 1 "self_assessment"
  stored "self_assessment" of "Ama M." {"answers": {"board": {"board": {"circle-time": "like", "painting": "not-sure", "music": "dislike", "story": "like", "maths": "like", "pe": "like", "playtime": "not-sure", "lunch": "like"}}}}

story "A page of the day, on a tablet held upright, and the battery dies"
  open at "800x1280"
  unlock
  tap "Ama M."
  tap "Path so far"
  tap "Hand over to Ama"
  tap "No practice"
  tap "About my day"
  tap "Okay"
  tap "Next"
  tap "Painting"
  tap "Swimming"
  tap "A few words"
  write "big splash "
  kill
  unlock
  be on "room"
  see "Painting" chosen
  see "big splash"
  tap "Next"
  everything fits
  tap "Yes"
  saved "self_assessment"
  stored 1 "self_assessment"
  stored "self_assessment" of "Ama M." {"answers": {"day": {"choice": "okay"}, "page": {"choices": ["painting", "swimming"], "words": "big splash"}}}

story "How Ama answers, set by staff"
  # What is set holds from the next handing over on, on this tablet and on any other.
  the hub is there
  unlock
  tap "Ama M."
  tap "Path so far"
  tap "Hand over to Ama"
  tap "How Ama answers"
  tap "Five"
  saved "access_profile"
  tap "More" in "A touch counts after"
  saved "access_profile"
  tap "Where it lifts"
  saved "access_profile"
  tap "Close"
  tap "Hand over to Ama"
  tap "How I feel today"
  see "Which one is the dog?"
  tap "Car"
  see "Car" not chosen
  hold "Car" then lift on "Dog"
  see "Dog" not chosen
  press "Car" then rest on "Dog" for 300 ms
  see "Dog" chosen
  kill
  stored "access_profile" of "Ama M." {"scale": 5, "hold_ms": 200, "touch": "last"}
  sync
  take tablet "two"
  sync
  unlock
  tap "Groups"
  tap "Everyone"
  tap "Ama M."
  tap "Path so far"
  tap "Hand over to Ama"
  tap "How Ama answers"
  see "Five" chosen
  see "Where it lifts" chosen
  tap "Where it comes down"
  saved "access_profile"
  tap "Close"
  tap "Hand over to Ama"
  tap "How I feel today"
  see "Which one is the dog?"
  press "Dog" then rest on "Car" for 300 ms
  see "Dog" not chosen
  see "Car" not chosen
  hold "Dog" for 300 ms
  see "Dog" chosen

story "The room obeys what is chosen for the pupil"
  # Colours, pictures and words are chosen on the sheet, tried out, taken back, and hold in the room.
  unlock
  tap "Ama M."
  tap "Path so far"
  tap "Hand over to Ama"
  tap "How Ama answers"
  tap "Yellow on black" in "Colours"
  saved "access_profile"
  tap "In one colour" in "Pictures"
  tap "200 %" in "Size of the words"
  tap "Undo"
  tap "Try it with a practice question"
  see "Trying it out: nothing is kept"
  drawn in "#000000" and "#fff133"
  tap "Dog"
  tap "Next"
  see "How Ama answers"
  tap "Close"
  tap "Hand over to Ama"
  tap "How I feel today"
  drawn in "#000000" and "#fff133"
  everything fits
  tap "Dog"
  tap "Next"
  tap "Happy"
  kill
  unlock
  be on "room"
  drawn in "#000000" and "#fff133"
  see "Happy" chosen
  tap "Next"
  tap "Yes"
  saved "self_assessment"
  stored 1 "self_assessment"
  stored "self_assessment" of "Ama M." {"answers": {"feel": {"choice": "happy"}}, "pictures": "plain"}
  stored "access_profile" of "Ama M." {"colours": "yellow", "pictures": "plain"}

story "The school asks in its own words"
  the hub is there
  the school adds the instrument {"id": "our-minibus", "label": "Our minibus", "kind": "self-assessment", "about": "The ride to school.", "picture": "bus", "items": [{"id": "ride", "label": "Did you like the minibus?", "about": "", "picture": "bus", "kind": "yes-no", "choices": [{"id": "yes", "label": "Yes", "about": "", "picture": "yes"}, {"id": "no", "label": "No", "about": "", "picture": "no"}, {"id": "unsure", "label": "I don't know", "about": "", "picture": "unsure", "apart": true}, {"id": "not-now", "label": "Not now", "about": "", "picture": "not-now", "apart": true}]}]}
  sync
  unlock
  tap "Ama M."
  tap "Path so far"
  tap "Hand over to Ama"
  tap "Our minibus"
  see "Did you like the minibus?"
  tap "No"
  tap "Next"
  tap "Yes"
  saved "self_assessment"
  sync
  the hub has "self_assessment" of "Ama M." {"instrument": "our-minibus", "answers": {"ride": {"choice": "no"}}}
