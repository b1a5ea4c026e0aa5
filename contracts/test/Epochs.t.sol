// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Epochs } from "../src/Epochs.sol";
import { Test } from "./Test.sol";

contract EpochsTest is Test {
  address private constant HISTORY = 0x0000F90827F1C53a10cb7A02335B175320002935;
  bytes32 private constant HASH = keccak256("a block");

  Epochs private epochs = new Epochs(30);

  function test_multiplesOfTheLengthAreEpochs() public view {
    assertTrue(epochs.isEpoch(0));
    assertTrue(epochs.isEpoch(60));
    assertFalse(epochs.isEpoch(59));
    assertFalse(epochs.isEpoch(61));
    assertEq(epochs.epochBlocks(), 30);
  }

  function test_recentHashesAreTheChainsOwn() public {
    vm.roll(400);
    vm.setBlockhash(144, HASH);
    assertEq(epochs.hashOf(144), HASH);
    assertEq(epochs.hashOf(400), 0);
    assertEq(epochs.hashOf(401), 0);
  }

  function test_olderHashesComeFromTheHistory() public {
    vm.roll(9_000);
    vm.mockCall(HISTORY, abi.encode(uint256(900)), abi.encode(HASH));
    assertEq(epochs.hashOf(900), HASH);
  }

  function test_anAnchoredHashIsKeptForGood() public {
    vm.roll(100);
    vm.setBlockhash(90, HASH);
    vm.expectEmit();
    emit Epochs.Anchored(90, HASH);
    epochs.anchor(90);
    vm.roll(1_000_000);
    assertEq(epochs.hashOf(90), HASH);
    // Again, when the chain no longer knows it: it stays.
    epochs.anchor(90);
    assertEq(epochs.hashOf(90), HASH);
  }

  /// @dev Evidence may be about a block that is no epoch's.
  function test_anyKnownBlockIsAnchored() public {
    vm.roll(100);
    vm.setBlockhash(91, HASH);
    epochs.anchor(91);
    vm.roll(20_000);
    assertEq(epochs.hashOf(91), HASH);
  }

  function test_onlyKnownBlocksAreAnchored() public {
    vm.roll(100);
    vm.expectRevert(abi.encodeWithSelector(Epochs.BlockUnknown.selector, 120));
    epochs.anchor(120);
    vm.roll(20_000);
    vm.expectRevert(abi.encodeWithSelector(Epochs.BlockUnknown.selector, 60));
    epochs.anchor(60);
  }

  function test_anEpochHasBlocks() public {
    vm.expectRevert(Epochs.ZeroEpoch.selector);
    new Epochs(0);
  }
}
