"""An SMTP server of aiosmtpd: STARTTLS or TLS, a login, and each mail as a line of JSON."""
import asyncio, json, ssl, sys
from aiosmtpd.smtp import SMTP, AuthResult

host, port, mode, certificate, key = sys.argv[1:6]


class Mailbox:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith('nobody@'):
            return '550 no such mailbox'
        envelope.rcpt_tos.append(address)
        return '250 OK'

    async def handle_DATA(self, server, session, envelope):
        print(json.dumps({'from': envelope.mail_from, 'to': envelope.rcpt_tos, 'encrypted': session.ssl is not None or mode == 'tls', 'login': session.authenticated is True, 'text': envelope.content.decode()}), flush=True)
        return '250 OK'


def knows(server, session, envelope, mechanism, data):
    return AuthResult(success=(data.login, data.password) == (b'jackfield', b'sesame'))


async def main():
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    starttls = mode == 'starttls'
    make = lambda: SMTP(Mailbox(), hostname='mail', tls_context=context if starttls else None, require_starttls=starttls, authenticator=knows, auth_required=mode != 'plain', auth_require_tls=starttls)
    await asyncio.get_running_loop().create_server(make, host, int(port), ssl=context if mode == 'tls' else None)
    print(json.dumps('ready'), flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
