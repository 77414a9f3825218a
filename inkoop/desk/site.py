"""The admin site of the region: its start page is the worklist."""

from django.contrib import admin


class DeskSite(admin.AdminSite):
    site_title = "Inkoop"
    site_header = "Inkoop jeugdhulp"
    index_title = "Werkblad"
    site_url = None
