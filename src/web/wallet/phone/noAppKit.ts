/**
 * Stands in the build for `@reown/appkit/core`, WalletConnect's own dialog: RainbowKit shows the QR code and
 * the wallets, so nothing ever opens that one.
 */
export const createAppKit = undefined;
