/**
 * What a target may or may not let the suite do. A scenario that needs one (`@needs:<capability>`) is unverified
 * where it is lacking, with the reason; it is never a pass.
 */
export const CAPABILITIES = {
  backend: 'the platform has a backend to chat with',
  browser: 'the platform has pages that a browser can open',
  databases: 'the databases of auth and backend can be read',
  cache: 'Redis can be read',
  'usage-figures': 'the usage figures in ClickHouse can be read',
  mailbox: 'mail that the platform sends can be read',
  'llm-script': "the language model's answers can be scripted",
  'sign-in-providers': 'the identity providers are stand-ins, where people can be given accounts',
  payments: 'the payment provider is a stand-in, where people can pay and its books can be read',
  'signing-key': "the platform's signing key is at hand",
  'service-credentials': "the services' own credentials are at hand",
  builds: 'what the services are built of can be read',
  logs: "the services' logs can be read",
  instances: 'platforms with other settings can be started',
  restarts: 'services can be stopped and started',
} as const;

export type Capability = keyof typeof CAPABILITIES;

export const CAPABILITY_NAMES = Object.keys(CAPABILITIES) as [Capability, ...Capability[]];

export function isCapability(name: string): name is Capability {
  return name in CAPABILITIES;
}
