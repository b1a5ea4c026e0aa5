// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @notice Assets owned in common; a slash lowers `assets` and so hits every share equally.
/// @param changes How often the node's weight has changed, which it does whenever this slot is written.
struct Pool {
  uint96 assets;
  uint120 shares;
  uint40 changes;
}

/// @title What a pool's shares are worth. Each function's name says which way it rounds.
/// @dev Assets are below 2^96 and shares below 2^120, so that their products never overflow.
library Shares {
  using SafeCast for uint256;

  /// @dev Every pool counts virtual shares and assets, so that an empty pool has a price and a first
  /// depositor cannot set a price at which rounding takes the next depositor's stake.
  uint256 internal constant VIRTUAL_SHARES = 1e6;
  uint256 internal constant VIRTUAL_ASSETS = 1;

  /// @notice The shares that `assets` buy.
  function toSharesDown(Pool storage pool, uint256 assets) internal view returns (uint256) {
    return assets * (pool.shares + VIRTUAL_SHARES) / (pool.assets + VIRTUAL_ASSETS);
  }

  /// @notice The shares to burn for `assets`.
  function toSharesUp(Pool storage pool, uint256 assets) internal view returns (uint256) {
    return Math.ceilDiv(assets * (pool.shares + VIRTUAL_SHARES), pool.assets + VIRTUAL_ASSETS);
  }

  /// @notice What `shares` are worth.
  function toAssetsDown(Pool storage pool, uint256 shares) internal view returns (uint256) {
    return shares * (pool.assets + VIRTUAL_ASSETS) / (pool.shares + VIRTUAL_SHARES);
  }

  /// @notice Adds `assets` and issues shares for them, rounded down.
  function deposit(Pool storage pool, uint256 assets) internal returns (uint256 shares) {
    shares = toSharesDown(pool, assets);
    pool.assets = (pool.assets + assets).toUint96();
    pool.shares = (pool.shares + shares).toUint120();
  }

  /// @notice Burns `shares` and takes out what they are worth, rounded down.
  function redeem(Pool storage pool, uint256 shares) internal returns (uint256 assets) {
    assets = toAssetsDown(pool, shares);
    remove(pool, assets, shares);
  }

  /// @notice Takes out `assets` and burns `shares`, which the caller has priced.
  function remove(Pool storage pool, uint256 assets, uint256 shares) internal {
    pool.assets = (pool.assets - assets).toUint96();
    pool.shares = (pool.shares - shares).toUint120();
  }
}
