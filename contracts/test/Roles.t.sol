// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import { IAccessManager } from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import { Payments } from "../src/Payments.sol";
import { Role } from "../src/staking/Node.sol";
import { Fees } from "../src/payments/Fees.sol";
import { Emission } from "../src/staking/Emission.sol";
import { Penalties } from "../src/staking/Penalties.sol";
import { Pools } from "../src/staking/Pools.sol";
import { Fixture } from "./Fixture.sol";

/// @dev The roles as TRUST.md lists them.
contract RolesTest is Fixture {
  uint64 private constant COURT = 1;
  uint64 private constant GUARDIAN = 2;
  uint64 private constant GOVERNOR = 3;
  uint32 private constant NOTICE = 3 days;

  Payments private payments;
  address private court = makeAddr("court");
  address private guardian = makeAddr("guardian");
  address private governor = makeAddr("governor");

  function setUp() public override {
    super.setUp();
    payments = new Payments(cai, staking, 1 days);
    vm.startPrank(admin);
    assign(address(staking), Penalties.slash.selector, COURT);
    assign(address(staking), Penalties.restore.selector, COURT);
    assign(address(staking), Penalties.jail.selector, COURT);
    assign(address(staking), Pools.pauseEntry.selector, GUARDIAN);
    assign(address(staking), Emission.fund.selector, GOVERNOR);
    assign(address(payments), Fees.setFees.selector, GOVERNOR);
    authority.grantRole(COURT, court, 0);
    authority.grantRole(GUARDIAN, guardian, 0);
    authority.grantRole(GOVERNOR, governor, NOTICE);
    vm.stopPrank();
  }

  function test_theGovernorGivesNotice() public {
    bytes memory call = abi.encodeCall(payments.setFees, (1_000, 5_000));
    vm.startPrank(governor);
    bytes32 operation = authority.hashOperation(governor, address(payments), call);
    vm.expectRevert(abi.encodeWithSelector(IAccessManager.AccessManagerNotScheduled.selector, operation));
    payments.setFees(1_000, 5_000);
    authority.schedule(address(payments), call, 0);
    skip(NOTICE - 1);
    vm.expectRevert(abi.encodeWithSelector(IAccessManager.AccessManagerNotReady.selector, operation));
    authority.execute(address(payments), call);
    skip(1);
    authority.execute(address(payments), call);
    assertEq(payments.feeBps(), 1_000);
  }

  /// @dev It calls `fund` itself, so the tokens are its own. It may not make the AccessManager approve anything: tokens
  /// that it sent there would be out of its reach.
  function test_theGovernorFundsTheEmissionOutOfItsOwnWallet() public {
    give(governor, 365 days);
    bytes memory call = abi.encodeCall(staking.fund, (365 days, 365 days));
    bytes memory approval = abi.encodeCall(cai.approve, (address(staking), 365 days));
    vm.startPrank(governor);
    vm.expectRevert(
      abi.encodeWithSelector(
        IAccessManager.AccessManagerUnauthorizedCall.selector, governor, address(cai), cai.approve.selector
      )
    );
    authority.schedule(address(cai), approval, 0);
    authority.schedule(address(staking), call, 0);
    skip(NOTICE);
    staking.fund(365 days, 365 days);
    assertEq(cai.balanceOf(governor), 0);
    assertEq(staking.emissionRate(), 1);
  }

  function test_theGuardianPausesAtOnceAndNothingElse() public {
    vm.startPrank(guardian);
    staking.pauseEntry(true);
    assertTrue(staking.entryPaused());
    staking.pauseEntry(false);
    bytes memory refusal = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, guardian);
    vm.expectRevert(refusal);
    payments.setFees(0, 0);
    vm.expectRevert(refusal);
    staking.slash(1, 1, guardian);
    vm.expectRevert(refusal);
    staking.fund(1, 1);
  }

  function test_theCourtPunishesAndNothingElse() public {
    uint256 id = registerNode(alice, "operator", Role.Miner, 0, MINER_MINIMUM);
    vm.startPrank(court);
    staking.slash(id, 1, court);
    cai.approve(address(staking), 1);
    staking.restore(id, 1);
    staking.jail(id, uint64(block.timestamp + 1));
    bytes memory refusal = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, court);
    vm.expectRevert(refusal);
    staking.pauseEntry(true);
  }

  /// @dev Neither the roles nor their admin can reach a user's stake, except through a node it voted for.
  function test_idleStakeIsOutOfEveryonesReach() public {
    giveAndStake(bob, 10e18);
    vm.startPrank(admin);
    authority.grantRole(COURT, admin, 0);
    authority.grantRole(GUARDIAN, admin, 0);
    vm.expectRevert(abi.encodeWithSelector(Pools.UnknownNode.selector, 0));
    staking.slash(0, 10e18, admin);
    staking.pauseEntry(true);
    authority.setTargetClosed(address(staking), true);
    vm.stopPrank();
    vm.startPrank(bob);
    uint256 exitId = staking.unstake(10e18);
    skip(COOL_DOWN);
    staking.withdraw(exitId, bob);
    assertEq(cai.balanceOf(bob), 10e18);
  }
}
