"""In a codespace the page comes from a forwarded address, which JupyterLab's kernels would refuse: allow this one's own."""

import os
import re

c = get_config()  # noqa: F821
name, domain = os.environ.get("CODESPACE_NAME"), os.environ.get("GITHUB_CODESPACES_PORT_FORWARDING_DOMAIN")
if name and domain:
    c.ServerApp.allow_origin_pat = rf"https://{re.escape(name)}-\d+\.{re.escape(domain)}$"
