"""What Swift's proxy keeps in memcached, in its own memory: it asks for each account and container
with every request otherwise, which is half of the time that a small object takes."""
import time


class Memory:
    """As much of swift.common.memcached.MemcacheRing as the proxy uses."""

    def __init__(self):
        self.values = {}

    def get(self, key, raise_on_error=False):
        value, until = self.values.get(key, (None, 0))
        return value if until > time.monotonic() else None

    def set(self, key, value, serialize=True, time=0, min_compress_len=0, raise_on_error=False):
        self.values[key] = (value, self.end(time))

    def delete(self, key, server_key=None):
        self.values.pop(key, None)

    def incr(self, key, delta=1, time=0):
        value = (self.get(key) or 0) + delta
        self.values[key] = (value, self.end(time))
        return value

    @staticmethod
    def end(seconds):
        return time.monotonic() + (seconds or 3600)


def filter_factory(settings, **local_settings):
    memory = Memory()

    def wrap(application):
        def serve(environment, start_response):
            environment["swift.cache"] = memory
            return application(environment, start_response)
        return serve
    return wrap
