"""Serves the Keystone that OS_KEYSTONE_CONFIG_DIR configures on port 5000 of one address.

    keystone_server.py ADDRESS

Keystone reads sys.argv when it is imported, so waitress' own command cannot serve it.
"""
import sys

import waitress

address = sys.argv.pop()
from keystone.wsgi.api import application  # noqa: E402

waitress.serve(application, host=address, port=5000, threads=4)
