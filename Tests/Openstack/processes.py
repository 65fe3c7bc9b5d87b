"""Programs that end with whoever started them, and logs."""
import subprocess

# The kernel ends what is started so when its parent is gone, even when that was killed.
ENDING_WITH_THE_SUITE = ["setpriv", "--pdeathsig", "TERM", "--"]


def start(arguments, log, **options):
    with open(log, "ab") as output:
        return subprocess.Popen(ENDING_WITH_THE_SUITE + arguments, stdout=output, stderr=output,
                                **options)


def stop(processes):
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def last_lines(log):
    with open(log, errors="replace") as text:
        return "".join(line[:300].rstrip() + "\n" for line in text.readlines()[-20:])
