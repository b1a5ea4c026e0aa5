// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import { IERC20Errors } from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import { Holds } from "../../src/slashing/Holds.sol";
import { SlasherFixture } from "./SlasherFixture.sol";

contract DiscardTest is SlasherFixture {
  uint256 private id;
  uint256 private supply;

  function setUp() public override {
    super.setUp();
    appoint(address(this));
    id = registerMiner(alice);
    cai.approve(address(slasher), type(uint256).max);
    supply = cai.totalSupply();
  }

  function convict() private returns (uint256 taken, uint256 paid) {
    return slasher.convict(id, 1_000, "evidence", 5_000);
  }

  function test_whatACourtPaysToNobodyIsHeldWithTheRest_andCanBeGivenBack() public {
    (uint256 taken, uint256 paid) = convict();
    vm.expectEmit();
    emit Holds.Held(id, paid - 7, block.timestamp + HOLD);
    slasher.discard(id, paid - 7, paid);
    assertEq(held(id), taken - 7);
    assertEq(cai.balanceOf(address(slasher)), taken - 7);
    assertEq(cai.balanceOf(address(this)), 7);
    assertEq(cai.totalSupply(), supply);
    vm.prank(guardian);
    slasher.giveBack(id, type(uint256).max, 0);
    assertEq(within(id), MINER_MINIMUM - 7);
  }

  /// @dev It is lost until it is given back.
  function test_whatIsHeldOfItCountsTowardsTheCap() public {
    (, uint256 paid) = convict();
    uint256 left = slasher.slashable(id);
    slasher.discard(id, paid, paid);
    assertEq(slasher.slashable(id), left);
  }

  function test_allThatItWasPaidIsHeld() public {
    (uint256 taken, uint256 paid) = convict();
    slasher.discard(id, paid, paid);
    assertEq(held(id), taken);
    assertEq(cai.totalSupply(), supply);
  }

  function test_moreThanItWasPaidIsBurned() public {
    (uint256 taken, uint256 paid) = convict();
    give(address(this), 5);
    supply = cai.totalSupply();
    slasher.discard(id, paid + 5, paid);
    assertEq(held(id), taken);
    assertEq(cai.balanceOf(address(slasher)), taken);
    assertEq(cai.totalSupply(), supply - 5);
  }

  function test_withoutAConvictionAllIsBurned_andNothingIsHeld_byAnybody() public {
    address anybody = makeAddr("anybody");
    give(anybody, 5);
    supply = cai.totalSupply();
    vm.startPrank(anybody);
    cai.approve(address(slasher), 5);
    slasher.discard(id, 5, 0);
    assertEq(cai.totalSupply(), supply - 5);
    (uint256 amount, uint256 until) = slasher.heldOf(id);
    assertEq(amount, 0);
    assertEq(until, 0);
  }

  /// @dev Each hold begins its time anew: anybody could keep a node's slashes from being burned.
  function test_onlyACourtHasAnythingHeld() public {
    (, uint256 paid) = convict();
    address anybody = makeAddr("anybody");
    cai.transfer(anybody, paid);
    vm.startPrank(anybody);
    cai.approve(address(slasher), paid);
    vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, anybody));
    slasher.discard(id, 1, 1);
  }

  function test_nobodyDiscardsWhatItDoesNotHave() public {
    (, uint256 paid) = convict();
    vm.expectRevert(
      abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, address(this), paid, paid + 1)
    );
    slasher.discard(id, paid + 1, paid);
  }
}
