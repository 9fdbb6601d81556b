# A pupil's own pictures: added on one tablet, met on every other that holds the pupil.

story "A picture of her own, on every tablet that holds her"
  the hub is there
  a picture of the screen is taken
  a letter is taken for a picture
  unlock
  tap "Ama M."
  tap "Path so far"
  tap "Pictures"
  be on "pictures"
  see "There are no pictures yet."
  tap "Add a picture"
  tap "IMG_2.png"
  see "This is no PNG or JPEG picture: use one that is"
  tap "IMG_1.png"
  see "Words for it"
  write "Our pond "
  kill
  open
  unlock
  be on "pictures"
  see "Our pond "
  tap "Save the picture"
  saved "picture"
  kill
  sync
  the hub has "picture" of "Ama M." {"label": "Our pond", "void": null}
  take tablet "two"
  sync
  open
  unlock
  tap "Ama M."
  tap "Path so far"
  tap "Pictures"
  see "Our pond"
  tap "Back"
  tap "Hand over to Ama"
  tap "No practice"
  tap "About my day"
  tap "Happy"
  tap "Next"
  tap "Our pond"
  tap "Next"
  see "Our pond"
  tap "Yes"
  saved "self_assessment"
  stored 1 "picture"
  stored 1 "self_assessment"

story "A picture that is not wanted any more, on a tablet held upright"
  a picture of the screen is taken
  open at "800x1280"
  unlock
  tap "Ama M."
  tap "Path so far"
  tap "Pictures"
  tap "Add a picture"
  tap "IMG_1.png"
  see "Words for it"
  everything fits
  write "Our pond"
  tap "Yes, it is Ama"
  tap "Save the picture"
  saved "picture"
  see "Beside the name"
  everything fits
  tap "Our pond"
  tap "Take it out"
  see "There are no pictures yet."
  tap "Undo"
  see "Our pond"
  stored "picture" of "Ama M." {"label": "Our pond", "void": null}

story "A picture of the school's, by keys alone"
  a picture of the screen is taken
  open
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
  tab to "Pictures"
  key "Return"
  be on "pictures"
  tab to "The school's"
  key "Return"
  tab to "Add a picture"
  key "Return"
  tab to "IMG_1.png"
  key "Return"
  see "Words for it"
  write "Our pond"
  tab to "Save the picture"
  key "Return"
  saved "picture"
  tab to "Our pond"
  key "Return"
  see "Change a picture"
  tab to "Words for it"
  write " now"
  tab to "Save the picture"
  key "Return"
  saved "picture"
  tab to "Our pond now"
  key "Return"
  tab to "Take it out"
  key "Return"
  see "There are no pictures yet."
  tab to "Undo"
  key "Return"
  see "Our pond now"
  tab to "Back"
  key "Return"
  be on "pupil"
  stored 1 "picture"

story "A picture by one switch"
  a picture of the screen is taken
  unlock
  tap "Sync and tablet"
  tap "Moves by itself"
  time stands still
  scan to "Back"
  scan to "Ama M."
  scan to "Path so far"
  scan to "Pictures"
  be on "pictures"
  scan to "Add a picture"
  scan to "IMG_1.png"
  see "Words for it"
  scan to "O"
  scan to "h"
  scan to "Done"
  scan to "Yes, it is Ama"
  scan to "Save the picture"
  saved "picture"
  see "Beside the name"
  scan to "Back"
  be on "pupil"
  stored "picture" of "Ama M." {"label": "Oh", "void": null}

story "A picture of the school's, in its own question"
  # Added on one tablet, named by its words at the hub, met in the room of another; taken out, it is a word.
  the hub is there
  a picture of the screen is taken
  unlock
  tap "Ama M."
  tap "Path so far"
  tap "Pictures"
  tap "The school's"
  tap "Add a picture"
  tap "IMG_1.png"
  see "Words for it"
  write "Our pond"
  tap "Save the picture"
  saved "picture"
  kill
  sync
  the school adds the instrument {"id": "our-garden", "label": "Our garden", "kind": "self-assessment", "about": "Out of doors.", "picture": "school:Our pond", "items": [{"id": "where", "label": "Where do you like to be?", "about": "", "picture": "school:Our pond", "kind": "pictures", "choices": [{"id": "pond", "label": "At the water", "about": "", "picture": "school:Our pond"}, {"id": "tree", "label": "Under the tree", "about": "", "picture": "walk"}, {"id": "unsure", "label": "I don't know", "about": "", "picture": "unsure", "apart": true}, {"id": "not-now", "label": "Not now", "about": "", "picture": "not-now", "apart": true}]}]}
  take tablet "two"
  sync
  open at "800x1280"
  unlock
  tap "Ama M."
  tap "Path so far"
  tap "Hand over to Ama"
  tap "Our garden"
  see "Where do you like to be?"
  everything fits
  tap "At the water"
  tap "Next"
  tap "Yes"
  saved "self_assessment"
  tap "Staff"
  write the passphrase
  key "Return"
  be on "pupil"
  tap "Pictures"
  tap "The school's"
  tap "Our pond"
  tap "Take it out"
  see "There are no pictures yet."
  tap "Back"
  tap "Hand over to Ama"
  see "A picture of it is not on this tablet. Its word is shown alone."
  tap "Our garden"
  see "At the water"
  everything fits
  tap "At the water"
  see "At the water" chosen
  stored 1 "self_assessment"
