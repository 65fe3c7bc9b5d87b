"""Runs Swift's container updater, which tells accounts how much their containers hold.

    swift_updater.py CONFIGURATION FOLDER

Its own command looks for swift.conf in /etc/swift only.
"""
import sys

from swift.common import daemon, utils
from swift.container import updater

configuration, folder = sys.argv[1:]
utils.set_swift_dir(folder)
daemon.run_daemon(updater.ContainerUpdater, configuration, section="container-updater")
