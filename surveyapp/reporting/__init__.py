"""From a finished snapshot to charts, the screen report and the PDF. Reads published figures only.

Nothing here knows of the database or the web: a report can be printed from a stored snapshot years
later. ``content.content`` gives what every design draws, ``pdf.render_pdf`` the document.
"""
