// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Juries } from "../../src/Juries.sol";
import { Terms } from "../../src/disputes/Jury.sol";
import { Messages } from "../../src/disputes/Messages.sol";
import { Role } from "../../src/staking/Node.sol";
import { JuriesFixture } from "./JuriesFixture.sol";

/// @dev What mutants of the courts lived on.
contract JuryEdgesTest is JuriesFixture {
  /// @dev Jurors' software may compute a commitment by itself.
  function testFuzz_aCommitmentIsTheHashOfItsParts(uint256 caseId, uint256 round, uint256 id, bool wrong)
    public
    view
  {
    bytes32 expected = keccak256(abi.encode(address(juries), block.chainid, caseId, round, id, wrong, SALT));
    assertEq(juries.commitmentOf(caseId, round, id, wrong, SALT), expected);
  }

  /// @dev A fine of nothing, and of a wei, under terms that say so.
  function test_aNoShowOfSmallTerms() public {
    for (uint96 penalty = 0; penalty < 2; penalty++) {
      Terms memory terms = termsOf();
      terms.noShowPenalty = penalty;
      juries = new Juries(staking, treasury, REPORTER_BPS, terms);
      vm.prank(admin);
      authority.grantRole(DISPUTES_ROLE, address(juries), 0);
      vm.prank(reporter);
      cai.approve(address(juries), BOND);
      uint256 id = open();
      draw(id, keccak256("a block"));
      uint256 absent = drawn(id, 0)[0];
      uint256 there = staking.node(absent).assets;
      uint256 start = block.timestamp;
      vm.warp(start + 2 * STEP);
      juries.fineNoShow(id, 0, absent);
      assertEq(staking.node(absent).assets, there - penalty);
      vm.warp(start);
    }
  }

  /// @dev A bond that three jurors cannot share evenly.
  function test_whatDoesNotDivideGoesToTheTreasury() public {
    uint256 id = open();
    draw(id, keccak256("a block"));
    uint256[] memory ids = drawn(id, 0);
    for (uint256 i = 0; i < 3; i++) {
      commit(id, 0, ids[i], false);
    }
    skip(STEP);
    for (uint256 i = 0; i < 3; i++) {
      juries.reveal(id, ids[i], false, SALT);
    }
    skip(2 * STEP);
    juries.settle(id);
    assertEq(juries.getCase(id).purse, BOND / 3);
    assertEq(cai.balanceOf(treasury), BOND % 3);
    assertEq(cai.balanceOf(address(juries)), BOND - BOND % 3);
  }

  function test_jurorsAndReporterMayShareAllOfASlash() public {
    Terms memory terms = termsOf();
    terms.jurorBps = 10_000 - REPORTER_BPS;
    Juries all = new Juries(staking, treasury, REPORTER_BPS, terms);
    assertEq(all.reporterBps(), REPORTER_BPS);
  }

  function test_theJuryIsDrawnUntilTheLastSecondOfItsWindow() public {
    uint256 id = open();
    skip(STEP);
    draw(id, keccak256("in time"));
    assertGt(drawn(id, 0).length, 0);
  }

  function test_onlyTheAssignmentsOwnCoordinatorHasSignedIt() public {
    bytes32 structHash = Messages.hash(assignment);
    (address other, uint256 otherKey) = makeAddrAndKey("other coordinator");
    registerNode(bob, "other coordinator", Role.Coordinator, 0, COORDINATOR_MINIMUM);
    bytes memory signature = signProtocol(otherKey, structHash);
    vm.expectRevert(abi.encodeWithSelector(Juries.WrongSigner.selector, other));
    juries.open(assignment, signature, RESULT, "");

    // A miner may not hand itself work.
    assignment.coordinator = vm.addr(accusedKey);
    signature = signProtocol(accusedKey, Messages.hash(assignment));
    vm.expectRevert(abi.encodeWithSelector(Juries.WrongSigner.selector, vm.addr(accusedKey)));
    juries.open(assignment, signature, RESULT, "");
  }
}
