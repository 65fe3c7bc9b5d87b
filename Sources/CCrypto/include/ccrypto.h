// libcrypto, loaded when something is first hashed; see CCurl for why it is not linked.
#pragma once
