// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Role } from "../../src/staking/Node.sol";
import { JuriesFixture } from "../juries/JuriesFixture.sol";

/// @dev Owners that hand a node to themselves, so that it seems to be another's since.
contract HandoverAttacksTest is JuriesFixture {
  /// @dev The owner of the accused sits on its jury, with each of its other nodes.
  function test_theOwnerOfTheAccusedDoesNotSitInItsOwnCase() public {
    uint256 own = registerNode(accusedOwner, "own", Role.Miner, 0, 20 * MINER_MINIMUM);
    skip(1 minutes);
    drawNow();
    skip(1 minutes);
    assignment = assign(vm.addr(accusedKey), "");
    uint256 id = open();
    vm.startPrank(accusedOwner);
    staking.offerNode(own, accusedOwner);
    staking.acceptNode(own);
    vm.stopPrank();
    draw(id, SALT);
    assertEq(juries.seatsOf(id, 0, own), 0);
  }
}
