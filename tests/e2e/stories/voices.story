# Questions in a voice that the pupils know: recorded on one tablet, heard on every other.

story "A question in a voice that she knows, on every tablet that holds her"
  the hub is there
  somebody speaks near the tablet
  unlock
  tap "Ama M."
  tap "Path so far"
  tap "Hand over to Ama"
  tap "Recorded voices"
  be on "clips"
  see "0 of 12 recorded"
  tap "How I feel today"
  tap "How do you feel today?"
  tap "Record"
  a while is recorded
  tap "Stop"
  see "Hear it before you keep it."
  kill
  open
  unlock
  be on "clips"
  see "Hear it before you keep it."
  tap "Hear it"
  the voice is heard
  tap "Keep it and go on"
  saved "clip"
  see "Happy"
  kill
  sync
  the hub has "clip" of "Ama M." {"words": "How do you feel today?", "void": null}
  take tablet "two"
  sync
  open
  unlock
  tap "Ama M."
  tap "Path so far"
  tap "Hand over to Ama"
  tap "No practice"
  tap "How I feel today"
  see "How do you feel today?"
  the voice is heard

story "A recording that is not wanted, by keys alone, on a tablet held upright"
  somebody speaks near the tablet
  open at "800x1280"
  tab to "Zola Okonkwo"
  key "Return"
  tab to "Passphrase"
  write the passphrase
  key "Return"
  be on "class"
  tab to "Ama M."
  key "Return"
  tab to "Path so far"
  key "Return"
  tab to "Hand over to Ama"
  key "Return"
  tab to "Recorded voices"
  key "Return"
  be on "clips"
  everything fits
  tab to "For every pupil"
  key "Return"
  tab to "Said in all of them"
  key "Return"
  tab to "You said:"
  key "Return"
  everything fits
  tab to "Record"
  key "Return"
  a while is recorded
  everything fits
  tab to "Stop"
  key "Return"
  see "Hear it before you keep it."
  everything fits
  tab to "Keep it and go on"
  key "Return"
  saved "clip"
  see "Thank you. Give the tablet back now."
  tab to "Back"
  key "Return"
  see "Zola Okonkwo"
  everything fits
  stored 1 "clip"

story "A phrase recorded by one switch"
  somebody speaks near the tablet
  unlock
  tap "Sync and tablet"
  tap "Moves by itself"
  time stands still
  scan to "Back"
  scan to "Ama M."
  scan to "Path so far"
  scan to "Hand over to Ama"
  scan to "Recorded voices"
  be on "clips"
  scan to "How I feel today"
  scan to "How do you feel today?"
  scan to "Record"
  a while is recorded
  scan to "Stop"
  see "Hear it before you keep it."
  scan to "Hear it"
  scan to "Keep it and go on"
  saved "clip"
  see "Happy"
  scan to "Back"
  scan to "Back"
  see "1 of 12 recorded"
  stored 1 "clip"
