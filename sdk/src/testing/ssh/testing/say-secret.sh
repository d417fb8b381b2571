#!/bin/sh
# What OpenSSH runs to be told a password.
echo secret
