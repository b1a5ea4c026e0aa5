// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IERC20Errors } from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import { Fixture } from "../Fixture.sol";

contract StakeWithPermitTest is Fixture {
  function testFuzz_permitReplacesTheApproval(uint256 amount, bool frontRun) public {
    amount = _bound(amount, 1, cai.totalSupply());
    (address user, uint256 key) = makeAddrAndKey("user");
    vm.prank(admin);
    cai.transfer(user, amount);
    (uint8 v, bytes32 r, bytes32 s) = signPermit(key, address(staking), amount, block.timestamp);
    if (frontRun) cai.permit(user, address(staking), amount, block.timestamp, v, r, s);
    vm.prank(user);
    staking.stakeWithPermit(amount, block.timestamp, v, r, s);
    assertEq(staking.idleOf(user), amount);
  }

  function test_aBadPermitDoesNotStake() public {
    vm.prank(admin);
    vm.expectRevert(
      abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, address(staking), 0, 5)
    );
    staking.stakeWithPermit(5, block.timestamp, 27, 0, 0);
  }

  function test_oneTransactionStakesAndRegisters() public {
    (address owner, address operator, bytes[] memory calls) = stakeAndRegister("operator", "{}");
    vm.prank(owner);
    staking.multicall(calls);
    assertEq(staking.nodeIdOf(operator), 1);
    assertEq(staking.weightOf(1), MINER_MINIMUM);
    assertEq(staking.idleOf(owner), 0);
  }
}
