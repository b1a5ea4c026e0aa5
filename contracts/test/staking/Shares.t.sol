// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Pool, Shares } from "../../src/staking/Shares.sol";
import { Test } from "../Test.sol";

contract SharesTest is Test {
  using Shares for Pool;

  uint256 private constant SUPPLY = 1e27;
  Pool private pool;

  /// @dev A pool that can occur: its share price is between the first price and the price of ruin.
  function poolOf(uint256 assets, uint256 shares) private pure returns (Pool memory) {
    assets = _boundTo(assets, 0, SUPPLY);
    shares = _boundTo(shares, assets * 1e6, assets * 1e8);
    return Pool({ assets: uint96(assets), shares: uint120(shares), changes: 0 });
  }

  function _boundTo(uint256 x, uint256 low, uint256 high) private pure returns (uint256) {
    return low + x % (high - low + 1);
  }

  function testFuzz_thereAndBackNeverGains(uint256 assets, uint256 shares, uint256 amount) public {
    pool = poolOf(assets, shares);
    amount = _bound(amount, 1, SUPPLY);
    uint256 issued = pool.deposit(amount);
    assertLe(pool.redeem(issued), amount);
  }

  function testFuzz_othersNeverLoseByADeposit(uint256 assets, uint256 shares, uint256 amount) public {
    pool = poolOf(assets, shares);
    uint256 before = pool.toAssetsDown(pool.shares);
    uint256 held = pool.shares;
    pool.deposit(_bound(amount, 1, SUPPLY));
    assertGe(pool.toAssetsDown(held), before);
  }

  function testFuzz_burningForAnAmountCostsItsWorth(uint256 assets, uint256 shares, uint256 amount) public {
    pool = poolOf(assets, shares);
    amount = _boundTo(amount, 0, pool.toAssetsDown(pool.shares));
    uint256 burnt = pool.toSharesUp(amount);
    assertLe(burnt, pool.shares);
    assertGe(pool.toAssetsDown(burnt), amount);
    assertLe(pool.toSharesDown(amount), burnt);
    assertLe(burnt - pool.toSharesDown(amount), 1);
  }

  function testFuzz_theFirstDepositorHasExactlyItsDeposit(uint256 amount) public {
    amount = _bound(amount, 1, SUPPLY);
    uint256 issued = pool.deposit(amount);
    assertEq(pool.toAssetsDown(issued), amount);
    assertEq(pool.redeem(issued), amount);
    assertEq(pool.assets, 0);
    assertEq(pool.shares, 0);
  }
}
