from inkoop.base.admin import registrations as registrations  # registers itself
