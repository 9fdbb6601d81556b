# A look at each cue. The minutes pass as the story says so.

story "Five minutes of looking at one pupil"
  unlock
  tap "Will S."
  tap "Path so far"
  tap "Watch in intervals"
  tap "10 s"
  tap "Start"
  10 seconds pass
  see "Look 1 of 30"
  tap "Engaged"
  10 seconds pass
  see "Look 2 of 30"
  tap "Not engaged"
  10 seconds pass
  see "Look 3 of 30"
  10 seconds pass
  see "Look 4 of 30"
  tap "Engaged"
  tap "Stop here"
  see "Engaged at 2 of 3 looks"
  tap "Save"
  saved "interval_observation"
  stored 1 "interval_observation"
  stored "interval_observation" of "Will S." {"samples": "10-1--------------------------", "method": "momentary", "interval_s": 10, "length_s": 300}

story "Two pupils watched, on a tablet held upright"
  open at "800x1280"
  unlock
  tap "Choose several"
  tap "Nia E."
  tap "Ama M."
  tap "Watch in intervals"
  everything fits
  tap "All of the time"
  tap "10 s"
  tap "Start"
  10 seconds pass
  see "Look 1 of 30"
  everything fits
  tap "Engaged" in "Nia E."
  tap "Not engaged" in "Ama M."
  tap "Stop here"
  everything fits
  tap "Save"
  saved "interval_observation"
  stored 2 "interval_observation"
  stored "interval_observation" of "Nia E." {"method": "whole", "samples": "1-----------------------------"}
  stored "interval_observation" of "Ama M." {"method": "whole", "samples": "0-----------------------------"}

story "A sitting thrown away by mistake, and undone"
  unlock
  tap "Nia E."
  tap "Path so far"
  tap "Watch in intervals"
  tap "Any of the time"
  tap "10 s"
  tap "Start"
  10 seconds pass
  tap "Not engaged"
  tap "Stop here"
  tap "Throw away"
  tap "Undo"
  see "Engaged at 0 of 1"
  tap "Save"
  saved "interval_observation"
  stored 1 "interval_observation"
  stored "interval_observation" of "Nia E." {"method": "partial", "samples": "0-----------------------------"}

story "Looked at for nothing, and thrown away"
  unlock
  tap "Will S."
  tap "Path so far"
  tap "Watch in intervals"
  tap "10 s"
  tap "Start"
  10 seconds pass
  tap "Engaged"
  tap "Stop here"
  tap "Throw away"
  see "Thrown away"
  stored 0 "interval_observation"

story "Somebody sets the clock while a pupil is watched"
  # No look is skipped, and after a kill the sitting goes on by the clock as it is now.
  unlock
  tap "Will S."
  tap "Path so far"
  tap "Watch in intervals"
  tap "10 s"
  tap "Start"
  10 seconds pass
  tap "Engaged"
  10 seconds pass
  see "Look 2 of 30"
  the clock is set 57 minutes forward
  1 seconds pass
  see "Look 2 of 30"
  see "The clock of this tablet was set. The looks go on as they were, and none was skipped."
  kill
  unlock
  be on "interval"
  see "Look 2 of 30"
  tap "Not engaged"
  10 seconds pass
  tap "Engaged"
  kill
  40 seconds pass in which the tablet is off
  unlock
  be on "interval"
  see "Look 7 of 30"
  see "The looks went on meanwhile. Those that nobody made are left out."
  tap "Engaged"
  tap "Stop here"
  see "Engaged at 3 of 4 looks"
  tap "Save"
  saved "interval_observation"
  stored "interval_observation" of "Will S." {"samples": "101---1-----------------------"}
