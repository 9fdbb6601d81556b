# A pupil's path: reading it, correcting it, taking out of it.

story "An earlier observation, corrected"
  unlock
  tap "Will S."
  tap "Fleeting" in "Exploration"
  tap "What the pupil learned or did"
  write "Looked at the fan."
  tap "Save"
  saved "observation"
  tap "Will S."
  tap "Path so far"
  tap "Change"
  see "Changing an observation"
  tap "Sustained" in "Exploration"
  tap "What the pupil learned or did"
  key "ctrl+a"
  write "Looked at the mobile."
  tap "Save the change"
  saved "observation"
  see "Changed since"
  tap "Changed since"
  see "Looked at the fan."
  see "Looked at the mobile."
  stored 1 "observation"
  stored "observation" of "Will S." {"engagement": {"exploration": "sustained"}, "outcome": "Looked at the mobile.", "void": null}

story "Written about the wrong pupil, and taken out"
  unlock
  tap "Nia E."
  tap "Sustained" in "Initiation"
  tap "Save"
  saved "observation"
  tap "Nia E."
  tap "Path so far"
  tap "Change"
  tap "Take it out"
  tap "About another pupil"
  saved "observation"
  see "Taken out"
  stored 1 "observation"
  stored "observation" of "Nia E." {"engagement": {"initiation": "sustained"}, "void": "About another pupil"}

story "Taken out for a reason of one's own, and put back"
  unlock
  tap "Nia E."
  tap "Sustained" in "Initiation"
  tap "Save"
  saved "observation"
  tap "Nia E."
  tap "Path so far"
  tap "Change"
  tap "Take it out"
  tap "Another reason"
  write "The other Nia "
  kill
  unlock
  be on "observe"
  tap "Take it out"
  see "The other Nia"
  tap "Take it out" in "Another reason"
  saved "observation"
  tap "Intervals" in "Show"
  tap "Taken out: 1"
  see "The other Nia"
  tap "Put it back"
  saved "observation"
  stored 1 "observation"
  stored "observation" of "Nia E." {"engagement": {"initiation": "sustained"}, "void": null}

story "A year of one pupil, leafed through"
  unlock
  tap "Ama M."
  tap "Path so far"
  see "Targets now"
  tap "Five areas"
  see "No area comes first"
  tap "Where it has held"
  see "Held: sustained or established"
  tap "Targets"
  see "Judged each half term"
  tap "Own words"
  see "An answer is never altered"
  tap "The path so far"
  tap "Back"
  stored 0 "observation"

story "A year of one pupil, on a tablet held upright"
  open at "800x1280"
  unlock
  tap "Ama M."
  tap "Path so far"
  everything fits
  tap "Five areas"
  everything fits
  tap "Where it has held"
  everything fits
  tap "Targets"
  everything fits
  tap "Own words"
  everything fits
  stored 0 "observation"

story "A draft that goes on from the path"
  unlock
  tap "Malachi D."
  tap "Sustained" in "Persistence"
  tap "Path so far"
  tap "Go on with the draft"
  see "Sustained" chosen in "Persistence"
  tap "Save"
  saved "observation"
  stored 1 "observation"
  stored "observation" of "Malachi D." {"engagement": {"persistence": "sustained"}}

story "A target judged alone and together"
  # One's own judgement first, then what was agreed; both are kept.
  unlock
  tap "Ama M."
  tap "Path so far"
  tap "Targets"
  tap "Review"
  tap "Secure" in "My own judgement"
  saved "target_judgement"
  tap "Developing" in "What we agreed"
  saved "target_review"
  see "Developing" chosen in "What we agreed"
  tap "Close"
  see "Developing"
  stored 1 "target_judgement"
  stored 1 "target_review"
  stored "target_judgement" of "Ama M." {"level": "secure"}
  stored "target_review" of "Ama M." {"level": "developing"}

story "What a pupil said, read with care"
  unlock
  tap "Ama M."
  tap "Path so far"
  tap "Own words"
  see "An answer is never altered"
  everything fits
  stored 0 "self_assessment"

story "An answer that was not Ama's, taken out"
  unlock
  tap "Ama M."
  tap "Path so far"
  tap "Hand over to Ama"
  tap "How I feel today"
  tap "Dog"
  tap "Next"
  tap "Happy"
  tap "Next"
  tap "Yes"
  saved "self_assessment"
  tap "Staff"
  write the passphrase
  tap "Leave"
  be on "pupil"
  tap "Own words"
  tap "The path so far"
  tap "Answers" in "Show"
  tap "Take out"
  tap "About another pupil"
  saved "self_assessment"
  stored 1 "self_assessment"
  stored "self_assessment" of "Ama M." {"answers": {"feel": {"choice": "happy"}}, "void": "About another pupil"}
