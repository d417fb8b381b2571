// As a later SDK may make it: nothing but the stamp can be read by this host.
export default { name: 'jackfield-plugin-future-protocol', version: '1.0.0', protocol: 2, sdk: '3.1.0', contributions: [{ kind: 'check', name: 'name' }] };
