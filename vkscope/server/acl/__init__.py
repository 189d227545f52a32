"""ACL: users and what they may do; native/exec/acl.c enforces what their rules compile to."""
