// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Juries } from "../../src/Juries.sol";
import { Role } from "../../src/staking/Node.sol";
import { JuriesFixture } from "./JuriesFixture.sol";

contract CommitTest is JuriesFixture {
  function test_sealedVotesAreTheDrawnMinersOwn() public {
    uint256 id = open();
    vm.expectRevert(Juries.TooLate.selector);
    juries.commit(id, peers[0], "x");
    draw(id, keccak256("a block"));
    uint256 one = drawn(id, 0)[0];
    vm.prank(bob);
    vm.expectRevert(abi.encodeWithSelector(Juries.NotEligible.selector, one, bob));
    juries.commit(id, one, "x");
    uint256 other = registerNode(accusedOwner, "another of the accused", Role.Miner, 0, MINER_MINIMUM);
    vm.prank(accusedOwner);
    vm.expectRevert(abi.encodeWithSelector(Juries.NotEligible.selector, other, accusedOwner));
    juries.commit(id, other, "x");
    uint256 late = registerNode(bob, "late", Role.Miner, 0, MINER_MINIMUM);
    vm.prank(bob);
    vm.expectRevert(abi.encodeWithSelector(Juries.NotDrawn.selector, id, late));
    juries.commit(id, late, "x");
  }

  function test_aVoteIsSealedByItsOwnerUntilTheWindowCloses() public {
    uint256 id = open();
    draw(id, keccak256("a block"));
    uint256 one = drawn(id, 0)[0];
    vm.startPrank(staking.node(one).owner);
    vm.expectRevert(Juries.WrongCommitment.selector);
    juries.commit(id, one, 0);
    vm.expectEmit(address(juries));
    emit Juries.Committed(id, 0, one);
    juries.commit(id, one, "x");
    skip(STEP);
    vm.expectRevert(Juries.TooLate.selector);
    juries.commit(id, one, "x");
  }

  /// @dev Jurors' software may compute a commitment off chain.
  function testFuzz_aCommitmentIsTheHashOfItsParts(uint256 caseId, uint256 round, uint256 id, bool wrong)
    public
    view
  {
    bytes32 expected = keccak256(abi.encode(address(juries), block.chainid, caseId, round, id, wrong, SALT));
    assertEq(juries.commitmentOf(caseId, round, id, wrong, SALT), expected);
  }
}
