"""What the interoperability tests share: the server, people, clients and their traffic."""
