// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Channel } from "../../src/payments/Channels.sol";
import { Node } from "../../src/staking/Node.sol";
import { Replay } from "./Replay.sol";

/// @dev Compares random sequences of actions with an exact model that computes their outcome in fractions of
/// a wei. The vectors in the repository are a small sample; `npm run contracts:differential` generates and
/// replays thousands.
contract DifferentialTest is Replay {
  uint256 private constant STEPS = 40;
  uint256 private constant NUMBER_BYTES = 16;
  uint256 private constant OUTCOMES = 72;
  uint256 private constant SEQUENCE_BYTES = STEPS * STEP_BYTES + OUTCOMES * NUMBER_BYTES;
  /// @dev The most wei that all roundings of one sequence may add up to in one number.
  uint256 private constant DUST = 64;

  uint256 private place;
  uint256 private greatest;

  function test_theContractsDoWhatTheModelSays() public {
    string memory path = vm.envOr("DIFFERENTIAL", string("contracts/test/vectors/differential.bin"));
    bytes memory all = vm.readFileBinary(path);
    uint256 count = all.length / SEQUENCE_BYTES;
    assertEq(count * SEQUENCE_BYTES, all.length);
    assertGt(count, 0);
    uint256 start = vm.snapshotState();
    uint256 dust = 0;
    for (uint256 i = 0; i < count; i++) {
      uint256 here = this.replay(slice(all, i * SEQUENCE_BYTES, SEQUENCE_BYTES));
      if (here > dust) dust = here;
      vm.revertToState(start);
    }
    emit log_named_uint("sequences", count);
    emit log_named_uint("greatest difference, wei", dust);
  }

  /// @dev Replays one sequence; returns the greatest difference between contract and model, in wei.
  function replay(bytes memory sequence) external returns (uint256) {
    for (uint256 i = 0; i < STEPS; i++) {
      Step memory step = read(sequence, i * STEP_BYTES);
      compare(run(step), step.expected);
    }
    place = STEPS * STEP_BYTES;
    compareTotals(sequence);
    for (uint256 u = 0; u < 3; u++) {
      compareUser(sequence, users[u]);
    }
    for (uint256 id = 1; id <= NODES; id++) {
      Node memory node = staking.node(id);
      check(sequence, node.assets);
      check(sequence, staking.unbondingOf(id));
      check(sequence, node.weight);
      // To the second.
      assertEq(node.workingUntil, number(sequence, place));
      place += NUMBER_BYTES;
    }
    comparePayments(sequence);
    assertEq(place, sequence.length);
    return greatest;
  }

  function compareTotals(bytes memory sequence) private {
    check(sequence, staking.totalAssets());
    check(sequence, staking.vault());
    check(sequence, block.timestamp);
    assertEq(cai.balanceOf(address(staking)), staking.totalAssets() + staking.vault());
  }

  function compareUser(bytes memory sequence, address user) private {
    check(sequence, staking.idleOf(user));
    check(sequence, cai.balanceOf(user));
    check(sequence, earned(user, 0));
    for (uint256 id = 1; id <= NODES; id++) {
      check(sequence, staking.votesOf(user, id));
      check(sequence, earned(user, id));
    }
  }

  /// @dev The payments model uses whole wei, so these must match exactly.
  function comparePayments(bytes memory sequence) private {
    for (uint256 p = 0; p < 2; p++) {
      for (uint256 i = 0; i < NODES; i++) {
        Channel memory channel = payments.channelOf(payers[p], operators[i]);
        assertEq(channel.balance, number(sequence, place));
        assertEq(channel.redeemed, number(sequence, place + NUMBER_BYTES));
        assertEq(channel.fees, number(sequence, place + 2 * NUMBER_BYTES));
        assertEq(channel.withdrawing, number(sequence, place + 3 * NUMBER_BYTES));
        assertEq(channel.readyAt, number(sequence, place + 4 * NUMBER_BYTES));
        place += 5 * NUMBER_BYTES;
      }
    }
  }

  function check(bytes memory sequence, uint256 actual) private {
    compare(actual, number(sequence, place));
    place += NUMBER_BYTES;
  }

  function compare(uint256 actual, uint256 expected) private {
    assertApproxEqAbs(actual, expected, DUST);
    uint256 difference = actual < expected ? expected - actual : actual - expected;
    if (difference > greatest) greatest = difference;
  }

  function read(bytes memory data, uint256 offset) private pure returns (Step memory) {
    return Step({
      action: uint8(data[offset]),
      user: uint8(data[offset + 1]),
      node: uint8(data[offset + 2]),
      other: uint8(data[offset + 3]),
      amount: number(data, offset + 4),
      duration: number(data, offset + 4 + NUMBER_BYTES),
      expected: number(data, offset + 4 + 2 * NUMBER_BYTES)
    });
  }

  function number(bytes memory data, uint256 offset) private pure returns (uint256 value) {
    assembly {
      value := shr(128, mload(add(add(data, 32), offset)))
    }
  }

  function slice(bytes memory data, uint256 offset, uint256 length) private pure returns (bytes memory part) {
    part = new bytes(length);
    assembly {
      mcopy(add(part, 32), add(add(data, 32), offset), length)
    }
  }
}
