/** Query key of this browser's miner key, which is made on first use. */
export const OPERATOR_KEY = ['minerOperator'];
