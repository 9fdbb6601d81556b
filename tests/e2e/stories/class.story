# A class of thousands: whoever is meant is found, and nobody else is opened. Each first name is there many
# times, and each with five family names of one letter.

story "Five thousand pupils under a finger"
  the school has 5000 pupils
  unlock
  tap "Groups"
  tap "Everyone"
  frames are timed
  tap "By name"
  fling the list 3 times "down"
  stop it with a finger
  be on "class"
  fling the list 1 times "up"
  stop it with a finger
  be on "class"
  no frame took 16 ms
  tap whoever is in the middle
  see whom I tapped
  tap "Fleeting" in "Exploration"
  tap "Save"
  saved "observation"
  stored 1 "observation"
  stored "observation" of whom I tapped {"engagement": {"exploration": "fleeting"}}

story "The right one of five who share a name"
  # Upright; by the own keyboard, and without the accent that the name has.
  the school has 5000 pupils
  open at "800x1280"
  unlock
  tap "Groups"
  tap "Everyone"
  frames are timed
  tap "Find a pupil"
  tap "l"
  tap "u"
  tap "c"
  tap "j"
  tap "a"
  tap "space"
  tap "z"
  tap "Done"
  see "Łucja Zeldon"
  see no "Lena Zelley"
  no frame took 16 ms
  tap "Łucja Zelley"
  see "Łucja Zelley"
  tap "Sustained" in "Initiation"
  tap "Save"
  saved "observation"
  stored 1 "observation"
  stored "observation" of "Łucja Zelley" {"engagement": {"initiation": "sustained"}}

story "Three of two groups dig together"
  the school has 5000 pupils
  unlock
  tap "Groups"
  tap "Group 7"
  frames are timed
  tap "Choose several"
  fling the list 2 times "down"
  stop it with a finger
  tap whoever is in the middle
  see "1 chosen"
  tap "Groups"
  tap "Everyone"
  tap "Find a pupil"
  write "zelworth"
  tap "Noor Zelworth"
  tap "Cai Zelworth"
  see "3 chosen"
  no frame took 16 ms
  tap "Observe together"
  tap "What was done"
  write "Dug in the sand."
  tap "Save"
  saved "observation"
  stored 3 "observation"
  stored "observation" of whom I tapped {"activity": "Dug in the sand."}
  stored "observation" of "Noor Zelworth" {"activity": "Dug in the sand."}
  stored "observation" of "Cai Zelworth" {"activity": "Dug in the sand."}

story "A class of thousands, by keys alone"
  the school has 5000 pupils
  unlock
  tab to "Groups"
  key "Return"
  tab to "Everyone"
  key "Return"
  tab to "By name"
  key "Return"
  frames are timed
  tab to "Aled Abbury"
  key "Next"
  key "Next"
  see no "Aled Abbury"
  see "Aled Ingbury"
  key "Prior"
  key "End"
  the ring is on "Zofia Zelworth"
  key "Prior"
  key "Home"
  the ring is on "Aled Abbury"
  no frame took 16 ms
  tab back to "Find a pupil"
  write "gwen zel"
  tab to "Gwen Zelfield"
  key "Return"
  see "Gwen Zelfield"
  tab to "Established" in "Realisation"
  key "Return"
  tab to "Save"
  key "Return"
  saved "observation"
  stored 1 "observation"
  stored "observation" of "Gwen Zelfield" {"engagement": {"realisation": "established"}}

story "A class of thousands, by one switch"
  # By a few letters; the light never walks over thousands of cards.
  the school has 5000 pupils
  unlock
  tap "Groups"
  tap "Everyone"
  tap "Sync and tablet"
  tap "Moves by itself"
  time stands still
  scan to "Back"
  scan to "Find a pupil"
  scan to "n"
  scan to "o"
  scan to "o"
  scan to "r"
  scan to "space"
  scan to "z"
  scan to "Done"
  scan to "Noor Zelley"
  see "Noor Zelley"
  the light stood on fewer than 100 things
  scan to "Fleeting" in "Persistence"
  scan to "Save"
  saved "observation"
  stored 1 "observation"
  stored "observation" of "Noor Zelley" {"engagement": {"persistence": "fleeting"}}

story "By one switch, page by page, on a tablet held upright"
  # One press a page, and the light walks over what is in sight.
  the school has 5000 pupils
  open at "800x1280"
  unlock
  tap "Groups"
  tap "Everyone"
  tap "By name"
  tap "Sync and tablet"
  tap "Moves by itself"
  time stands still
  scan to "Back"
  scan to "Groups"
  scan to "Group 7"
  scan to "Further down"
  scan to "Further down"
  scan to "Further down"
  scan to "Further down"
  scan to whoever is in the middle
  see whom I tapped
  the light stood on fewer than 100 things
  scan to "Fleeting" in "Persistence"
  scan to "Save"
  saved "observation"
  stored 1 "observation"
  stored "observation" of whom I tapped {"engagement": {"persistence": "fleeting"}}
