import type { Devnet } from '#devnet/devnet.ts';

/** What a newcomer reads when everything is up. */
export function readyScreen(devnet: Devnet): string {
  const api = devnet.coordinator.apiUrl;
  return `
  The Cuckoo devnet is ready.

    dApp          ${devnet.web.url}
    coordinator   ${api}/v1   (OpenAI-compatible; no key needed here, within a quota)
    chain         ${devnet.chain.config.rpcUrl}   (id ${devnet.chain.config.chainId})

  An image:
    curl -o fox.png ${api}/v1/images/generations -H 'accept: image/png' -H 'content-type: application/json' -d '{"prompt":"a fox on a green background"}'

  A text:
    curl -sN ${api}/v1/chat/completions -H 'content-type: application/json' -d '{"stream":true,"messages":[{"role":"user","content":"a story about a brave cuckoo"}]}'

  Stop it with Ctrl-C. Its state is kept for the next start.
`;
}
