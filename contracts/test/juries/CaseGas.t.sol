// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { OpenedVote, SealedVote } from "../../src/disputes/Ballot.sol";
import { Finding } from "../../src/disputes/Jury.sol";
import { Role } from "../../src/staking/Node.sol";
import { JuriesFixture } from "./JuriesFixture.sol";

/// @dev Each call is a transaction of its own, with its calldata.
/// forge-config: default.isolate = true
contract CaseGasTest is JuriesFixture {
  uint256 private constant VOTERS = 24;
  uint256 private constant LIMIT = 3_500_000;
  uint256[] private sitting;
  uint256 private gas;

  /// @dev From the report to the pay: every call. The owners hold the rest of what they bonded from, as the dApp's do.
  function test_aCaseWithTwentyFourVoters() public {
    for (uint256 i = 0; i < 60; i++) {
      string memory name = string.concat("more", vm.toString(i));
      address owner = makeAddr(string.concat("owner of ", name));
      uint256 node = registerNode(owner, name, Role.Miner, 0, 2 * MINER_MINIMUM);
      (, keys[node]) = makeAddrAndKey(name);
      give(owner, 5_000e18);
      sitting.push(node);
    }
    nextTask();
    uint256 id = open();
    count("open");
    uint64 seedBlock = juries.juryOf(id, 0).seedBlock;
    vm.roll(seedBlock + 1);
    uint256[] memory voters = seat(id, seedBlock);

    SealedVote[] memory votes = new SealedVote[](VOTERS);
    for (uint256 i = 0; i < VOTERS; i++) {
      votes[i] = seal(id, 0, opened(voters[i], Finding.Wrong), keys[voters[i]]);
    }
    juries.commit(id, votes);
    count("commit");
    skip(STEP);
    OpenedVote[] memory openedVotes = alike(voters, Finding.Wrong);
    juries.reveal(id, openedVotes);
    count("reveal");
    skip(2 * STEP);
    juries.settle(id);
    count("settle");
    juries.pay(id, 0, keysOf(voters));
    count("pay");
    emit log_named_uint("gas", gas);
    assertLe(gas, LIMIT);
  }

  function count(string memory name) private {
    uint256 used = vm.lastCallGas().gasTotalUsed;
    emit log_named_uint(name, used);
    gas += used;
  }

  /// @dev Looks for a block hash that seats this many nodes.
  function seat(uint256 id, uint64 seedBlock) private returns (uint256[] memory voters) {
    for (uint256 hash = 1;; hash++) {
      uint256 state = vm.snapshotState();
      vm.setBlockhash(seedBlock, bytes32(hash));
      juries.draw(id);
      uint256 found = 0;
      voters = new uint256[](sitting.length);
      for (uint256 i = 0; i < sitting.length; i++) {
        if (juries.seatsOf(id, 0, sitting[i]) != 0) voters[found++] = sitting[i];
      }
      assembly {
        mstore(voters, found)
      }
      vm.revertToState(state);
      if (found == VOTERS) {
        vm.setBlockhash(seedBlock, bytes32(hash));
        return voters;
      }
    }
  }
}
