/** Which declarations stand on which page, by their file in `dist`, in this order. */
export interface Topic {
  readonly file: string;
  readonly title: string;
  readonly intro: string;
  readonly sections: readonly { readonly title: string | null; readonly module: string; readonly files: RegExp }[];
}

const sdk = '@jackfield/sdk';

export const topics: readonly Topic[] = [
  {
    file: 'plugin.md', title: 'Plugin and calls',
    intro: 'What ties code to the manifest, and what every call is given. [The manifest](manifest.md) has a page of its own.',
    sections: [
      { title: 'The plugin', module: sdk, files: /contract\/(plugin|define-plugin|tied-types|manifest|permissions)\.d/ },
      { title: 'A call', module: sdk, files: /contract\/(context|phase|json)\.d/ },
      { title: 'Versions and capabilities', module: sdk, files: /contract\/(capabilities|version)\.d/ },
    ],
  },
  {
    file: 'discovery.md', title: 'Discovering devices',
    intro: 'What the host saw at an address, what a plugin says of it, and the device that becomes of it.',
    sections: [
      { title: 'Recognising and describing', module: sdk, files: /contract\/(discovery|fingerprint)\.d/ },
      { title: 'Devices', module: sdk, files: /contract\/device\.d/ },
    ],
  },
  {
    file: 'health.md', title: 'Health',
    intro: 'Checks say how a device is now; watchers hint that it is time to look; notifiers tell people.',
    sections: [
      { title: 'Checks', module: sdk, files: /contract\/health\.d/ },
      { title: 'Watchers', module: sdk, files: /contract\/watcher\.d/ },
      { title: 'Messages to people', module: sdk, files: /contract\/notifier\.d/ },
    ],
  },
  { file: 'resources.md', title: 'Resources', intro: 'Pieces of configuration that a change can push, and put back.', sections: [{ title: null, module: sdk, files: /contract\/resource\.d/ }] },
  {
    file: 'outcomes.md', title: 'Outcomes',
    intro: 'The seven ways to say no. What each of them makes the host do stands in [the contract](../contract.md#outcomes).',
    sections: [{ title: null, module: sdk, files: /contract\/outcome\.d/ }],
  },
  {
    file: 'transports.md', title: 'Transports',
    intro: 'What a plugin can ask of its device. The host holds sockets and credentials, and checks each operation against phase, manifest and grant. An operation ends with an outcome when it cannot be done, and never takes longer than the call has left.',
    sections: [
      { title: 'SNMP', module: sdk, files: /transports\/snmp\.d/ }, { title: 'SSH', module: sdk, files: /transports\/(ssh|content-hash)\.d/ }, { title: 'AMI', module: sdk, files: /transports\/ami\.d/ },
      { title: 'HTTP', module: sdk, files: /transports\/http\.d/ }, { title: 'Ping (ICMP)', module: sdk, files: /transports\/icmp\.d/ }, { title: 'Voice servers (SIP)', module: sdk, files: /transports\/sip\.d/ }, { title: 'Bytes (TCP)', module: sdk, files: /transports\/tcp\.d/ },
    ],
  },
  {
    file: 'testing.md', title: 'Testing',
    intro: 'A host for tests, and conformance as a suite. Behind both stand [the simulators](simulators.md).',
    sections: [
      { title: 'The test host (@jackfield/core/testing)', module: '@jackfield/core/testing', files: /./ },
      { title: 'Conformance (@jackfield/core/conformance)', module: '@jackfield/core/conformance', files: /./ },
    ],
  },
  {
    file: 'simulators.md', title: 'Simulated devices',
    intro: 'Devices on loopback, with faults on demand: `@jackfield/sdk/testing`. A test host starts them by itself.',
    sections: [
      { title: 'SNMP', module: '@jackfield/sdk/testing', files: /testing\/snmp\// },
      { title: 'SSH', module: '@jackfield/sdk/testing', files: /testing\/(ssh|files|machine)\// },
      { title: 'AMI', module: '@jackfield/sdk/testing', files: /testing\/ami\// },
      { title: 'HTTP', module: '@jackfield/sdk/testing', files: /testing\/http\// },
      { title: 'TCP', module: '@jackfield/sdk/testing', files: /testing\/tcp\// },
      { title: 'Whole networks', module: '@jackfield/sdk/testing', files: /testing\/simulators\// },
      { title: 'More', module: '@jackfield/sdk/testing', files: /./ },
    ],
  },
  {
    file: 'tools.md', title: 'For tools',
    intro: 'The schemas and the list of deprecations, for what reads manifests without running a plugin: `@jackfield/sdk/manifest`. What tells secrets in texts, for recordings and support bundles. A plugin needs none of it.',
    sections: [{ title: 'Manifests', module: '@jackfield/sdk/manifest', files: /./ }, { title: 'Secrets in texts (@jackfield/sdk/secrets)', module: '@jackfield/sdk/secrets', files: /./ }],
  },
];
