"""Posts a file with http.client, which reads nothing before it has sent everything: half_duplex.py <url> <file>."""

import http.client
import json
import sys
import urllib.parse

url, path = sys.argv[1:]
address = urllib.parse.urlsplit(url)
with open(path, "rb") as file:
    body = file.read()
connection = http.client.HTTPConnection(address.hostname, address.port, timeout=120)
connection.request("POST", address.path, body, {"Content-Type": "text/csv"})
response = connection.getresponse()
lines, last = 0, b""
for line in response:
    lines, last = lines + 1, line
print(json.dumps({"status": response.status, "lines": lines, "last": last.decode().strip()}))
