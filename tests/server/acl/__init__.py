"""Tests of vkscope/server/acl."""
