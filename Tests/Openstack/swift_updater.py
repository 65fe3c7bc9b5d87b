"""Tells Swift's accounts how much their containers hold, again and again.

    swift_updater.py CONFIGURATION FOLDER

Swift's own command looks for swift.conf in /etc/swift only, and makes a process for each partition
of its ring in each pass, which keeps a small machine busy.
"""
import sys
import time

from swift.common import utils
from swift.container import updater

SECONDS = 2  # between passes

configuration, folder = sys.argv[1:]
utils.set_swift_dir(folder)
sweeper = updater.ContainerUpdater(utils.readconf(configuration, "container-updater"))
while True:
    sweeper.run_once()
    time.sleep(SECONDS)
