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
