// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import { Slasher } from "../../src/Slasher.sol";
import { PenaltyCap } from "../../src/slashing/PenaltyCap.sol";
import { SlasherFixture } from "./SlasherFixture.sol";

contract ConvictTest is SlasherFixture {
  bytes32 private constant EVIDENCE = keccak256("evidence");
  uint256 private id;

  function setUp() public override {
    super.setUp();
    appoint(address(this));
    id = registerMiner(alice);
  }

  function testFuzz_takesAPartOfAllThatASlashCanReach(uint256 votes, uint256 leaving, uint16 bps) public {
    votes = _bound(votes, 1e18, 1_000_000e18);
    bps = uint16(_bound(bps, 1, CAP_BPS));
    vote(bob, id, votes);
    vm.prank(bob);
    staking.unvote(id, _bound(leaving, 1, votes));
    uint256 before = within(id);
    uint256 most = before * CAP_BPS / 10_000;
    uint256 asked = (before * bps + 9_999) / 10_000;
    (uint256 taken, uint256 paid) = slasher.convict(id, bps, EVIDENCE, 0);
    assertEq(taken, asked < most ? asked : most);
    assertEq(paid, 0);
    assertEq(within(id), before - taken);
    assertEq(held(id), taken);
  }

  function testFuzz_paysTheCourtFromTheOwnersLossAlone(uint256 votes, uint256 leaving) public {
    votes = _bound(votes, 1e18, 1_000_000e18);
    vote(bob, id, votes);
    leaving = _bound(leaving, 1, MINER_MINIMUM);
    vm.prank(alice);
    staking.unvote(id, leaving);
    vm.prank(bob);
    staking.unvote(id, votes / 2);
    (uint256 taken, uint256 paid) = slasher.convict(id, 1_000, EVIDENCE, 4_000);
    assertApproxEqAbs(paid, taken * MINER_MINIMUM / (MINER_MINIMUM + votes) * 4 / 10, 10);
    assertEq(cai.balanceOf(address(this)), paid);
    assertEq(held(id), taken - paid);
    assertEq(cai.balanceOf(address(slasher)), taken - paid);
  }

  /// @dev Both divisions have a remainder, and either one rounded up would pay a wei more.
  function test_whatIsPaidIsRoundedDown() public {
    vote(alice, id, 3);
    vote(bob, id, 7e18 + 8);
    (uint256 taken, uint256 paid) = slasher.convict(id, 1_000, EVIDENCE, 5_000);
    assertEq(taken, 2_000.7e18 + 2);
    assertEq(paid, 1_000e18);
  }

  function test_jailsForACoolDown_andNeverShortensATerm() public {
    slasher.convict(id, 100, EVIDENCE, 0);
    assertEq(staking.node(id).jailedUntil, block.timestamp + COOL_DOWN);
    assertEq(staking.weightOf(id), 0);
    vm.prank(address(slasher));
    staking.jail(id, uint64(block.timestamp + 2 * COOL_DOWN));
    slasher.convict(id, 100, keccak256("more"), 0);
    assertEq(staking.node(id).jailedUntil, block.timestamp + 2 * COOL_DOWN);
  }

  function test_punishesAPieceOfEvidenceOnce_whicheverCourtBringsIt() public {
    address other = makeAddr("another court");
    appoint(other);
    slasher.convict(id, 100, EVIDENCE, 0);
    assertTrue(slasher.punished(id, EVIDENCE));
    bytes memory refusal = abi.encodeWithSelector(Slasher.AlreadyPunished.selector, id, EVIDENCE);
    vm.expectRevert(refusal);
    slasher.convict(id, 100, EVIDENCE, 0);
    vm.startPrank(other);
    vm.expectRevert(refusal);
    slasher.convict(id, 100, EVIDENCE, 0);
    vm.expectRevert(refusal);
    slasher.fine(id, 1, EVIDENCE, 0);
  }

  function test_oneAssignmentIsEvidenceAgainstTwoNodes() public {
    uint256 other = registerNode(carol, "another operator", staking.node(id).role, 0, MINER_MINIMUM);
    slasher.convict(id, 100, EVIDENCE, 0);
    (uint256 taken,) = slasher.convict(other, 100, EVIDENCE, 0);
    assertEq(taken, MINER_MINIMUM / 100);
  }

  function test_recordsAFaultOfANodeWithNothingLeft() public {
    vm.prank(address(slasher));
    staking.slash(id, type(uint256).max, address(slasher));
    vm.expectEmit();
    emit Slasher.Punished(id, address(this), EVIDENCE, 0, 0);
    slasher.convict(id, 100, EVIDENCE, 5_000);
    assertTrue(slasher.punished(id, EVIDENCE));
    assertEq(held(id), 0);
  }

  function test_fineTakesAFixedAmount_andBurnsWhatIsNotPaid() public {
    uint256 supply = cai.totalSupply();
    vote(bob, id, MINER_MINIMUM);
    (uint256 taken, uint256 paid) = slasher.fine(id, 50e18, EVIDENCE, 2_000);
    assertEq(taken, 50e18);
    assertApproxEqAbs(paid, 5e18, 1);
    assertEq(cai.balanceOf(address(this)), paid);
    assertEq(cai.totalSupply(), supply - taken + paid);
    assertEq(held(id), 0);
    assertEq(staking.node(id).jailedUntil, 0);
  }

  function test_courtsAloneMayPunish() public {
    bytes memory refusal = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, bob);
    vm.startPrank(bob);
    vm.expectRevert(refusal);
    slasher.convict(id, 1, EVIDENCE, 0);
    vm.expectRevert(refusal);
    slasher.fine(id, 1, EVIDENCE, 0);
  }

  function test_partsAreBounded() public {
    vm.expectRevert(abi.encodeWithSelector(Slasher.PartTooHigh.selector, 10_001, 10_000));
    slasher.convict(id, 10_001, EVIDENCE, 0);
    vm.expectRevert(abi.encodeWithSelector(Slasher.PartTooHigh.selector, 5_001, 5_000));
    slasher.convict(id, 1, EVIDENCE, 5_001);
    vm.expectRevert(abi.encodeWithSelector(Slasher.PartTooHigh.selector, 5_001, 5_000));
    slasher.fine(id, 1, EVIDENCE, 5_001);
    slasher.convict(id, 10_000, EVIDENCE, 5_000);
    vm.expectRevert(abi.encodeWithSelector(PenaltyCap.CapTooHigh.selector, 10_000));
    new Slasher(staking, address(authority), 10_000, HOLD);
    new Slasher(staking, address(authority), 9_999, HOLD);
  }
}
