/**
 * One sentence for whatever a wallet, a node or a contract threw. The contracts' errors are loaded only when
 * there is one to explain.
 */
export async function failureSentence(error: unknown): Promise<string> {
  try {
    const { transactionSentence } = await import('#web/transaction/transactionSentence.ts');
    return transactionSentence(error);
  } catch (notLoaded) {
    console.debug('loading the sentences for', error, notLoaded);
    return 'Part of this page could not be loaded. Check your connection, then reload the page.';
  }
}
